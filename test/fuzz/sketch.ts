import { decimalText } from '../../pim/decimal.ts';

/** A model as plain data: what is easy to make at random, and easy to make smaller. */
export interface Sketch {
  readonly declarations: readonly DeclarationSketch[];
}

export type DeclarationSketch =
  | { readonly kind: 'type'; readonly name: string; readonly base: TypeSketch; readonly where?: Term }
  | { readonly kind: 'enum'; readonly name: string; readonly literals: readonly LiteralSketch[] }
  | (StructureSketch & { readonly kind: 'value'; readonly depth?: number })
  | {
      readonly kind: 'union';
      readonly name: string;
      readonly by?: string;
      readonly shapes: readonly ShapeSketch[];
    }
  | (StructureSketch & { readonly kind: 'aggregate'; readonly entities: readonly StructureSketch[] });

export interface LiteralSketch {
  readonly name: string;
  /** What stands in JSON, where it is not the name. */
  readonly wire?: string;
}

export interface StructureSketch {
  readonly name: string;
  readonly fields: readonly FieldSketch[];
  readonly rules: readonly RuleSketch[];
}

export interface ShapeSketch extends StructureSketch {
  readonly wire?: string;
}

export interface FieldSketch {
  /** No two fields of a sketch have one name, but those that shapes of one union share. */
  readonly name: string;
  readonly role: 'id' | 'data' | 'derived';
  readonly type: TypeSketch;
  readonly optional: boolean;
  readonly generated?: boolean;
  /** Of the language, as a default is written. */
  readonly default?: string;
  readonly derivation?: Term;
}

export interface RuleSketch {
  readonly name: string;
  readonly condition: Term;
  readonly message?: string;
}

/** Bounds that are not there are not written; those of a Decimal are in its unit. */
export type TypeSketch =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer' | 'number' | 'duration'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'decimal'; readonly scale: number; readonly min?: number; readonly max?: number }
  | { readonly kind: 'string'; readonly min?: number; readonly max?: number; readonly pattern?: string }
  | { readonly kind: 'plain'; readonly name: PlainName }
  | { readonly kind: 'cidr'; readonly network: boolean }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'reference'; readonly name: string }
  | ListSketch
  | {
      readonly kind: 'map';
      readonly key: TypeSketch;
      readonly value: TypeSketch;
      readonly min?: number;
      readonly max?: number;
    };

export interface ListSketch {
  readonly kind: 'list';
  readonly element: TypeSketch;
  readonly min?: number;
  readonly max?: number;
  readonly unique?: boolean;
  readonly uniqueBy?: string;
}

export type PlainName =
  | 'Date'
  | 'DateTime'
  | 'Uuid'
  | 'Url'
  | 'Email'
  | 'Hostname'
  | 'Ipv4'
  | 'Caller'
  | 'Json'
  | 'Secret';

/** An expression with its type: text around parts. Whatever has parts is in parentheses, or binds as if it were. */
export interface Term {
  readonly type: TypeSketch;
  /** One more than there are parts. */
  readonly text: readonly string[];
  readonly parts: readonly Term[];
}

/** A term of its text alone. */
export function leaf(type: TypeSketch, text: string): Term {
  return { type, text: [text], parts: [] };
}

/** ``term(integer)`(${left} + ${right})` ``: texts that are put in are parts of the text, terms are parts. */
export function term(type: TypeSketch): (texts: TemplateStringsArray, ...filled: (Term | string)[]) => Term {
  return (texts, ...filled) => {
    const text = [texts[0] ?? ''];
    const parts: Term[] = [];
    for (const [at, one] of filled.entries()) {
      const after = texts[at + 1] ?? '';
      if (typeof one === 'string') text[text.length - 1] += `${one}${after}`;
      else {
        parts.push(one);
        text.push(after);
      }
    }
    return { type, text, parts };
  };
}

export function printTerm({ text, parts }: Term): string {
  return text.map((one, at) => one + (parts[at] ? printTerm(parts[at]) : '')).join('');
}

/** The rule reads the state before. */
export function readsOld({ condition }: RuleSketch): boolean {
  return /\bold\./.test(printTerm(condition));
}

export function printType(type: TypeSketch): string {
  switch (type.kind) {
    case 'boolean':
      return 'Boolean';
    case 'integer':
      return `Integer${limits(type, String)}`;
    case 'number':
      return `Number${limits(type, String)}`;
    case 'duration':
      return `Duration${limits(type, (millis) => `${millis}ms`)}`;
    case 'decimal': {
      const range = limits(type, (units) => decimalText(units, type.scale));
      return `Decimal${range === '' ? '(' : `${range.slice(0, -1)}, `}scale ${type.scale})`;
    }
    case 'string': {
      const pattern =
        type.pattern === undefined ? '' : ` matching /${type.pattern.replaceAll('/', String.raw`\/`)}/`;
      return `String${limits(type, String)}${pattern}`;
    }
    case 'plain':
    case 'named':
      return type.name;
    case 'cidr':
      return `Ipv4Cidr${type.network ? ' network' : ''}`;
    case 'reference':
      return `ref ${type.name}`;
    case 'list': {
      const unique = type.uniqueBy === undefined ? ' unique' : ` unique by ${type.uniqueBy}`;
      return `${printType(type.element)}${size(type)}${type.unique || type.uniqueBy !== undefined ? unique : ''}`;
    }
    case 'map':
      return `Map(${printType(type.key)}, ${printType(type.value)})${size(type, '')}`;
  }
}

interface Limits {
  readonly min?: number;
  readonly max?: number;
}

function limits({ min, max }: Limits, write: (bound: number) => string): string {
  if (min === undefined && max === undefined) return '';
  if (min === max && min !== undefined) return `(${write(min)}..${write(min)})`;
  return `(${min === undefined ? '' : write(min)}..${max === undefined ? '' : write(max)})`;
}

function size({ min, max }: Limits, unbounded = '[]'): string {
  return max === undefined ? unbounded : `[${min === max ? '' : `${min ?? 0}..`}${max}]`;
}

/** Where the text of a part of the sketch lies, for what is said of it. */
export interface PrintedPart {
  readonly from: number;
  readonly to: number;
  /** The names from the declaration down to a rule, a field, or the `where` of a type. */
  readonly path: readonly string[];
}

export interface PrintedSketch {
  readonly text: string;
  readonly parts: readonly PrintedPart[];
}

/** The name of the `where` of a type, where rules of structures have their own. */
export const whereName = 'where';

/** The model that engines are asked about; its context is one that Kubernetes is asked about too. */
export function printSketch({ declarations }: Sketch): PrintedSketch {
  const printer = new Printer();
  printer.write('model Fuzz version 1\n\ncontext C {\n');
  for (const declaration of declarations) printer.declaration(declaration);
  printer.write('}\n\nplatform kubernetes for C { group: "fuzz.example.com" }\n');
  return { text: printer.text, parts: printer.parts };
}

class Printer {
  text = '';
  readonly parts: PrintedPart[] = [];

  write(text: string): void {
    this.text += text;
  }

  declaration(declaration: DeclarationSketch): void {
    const { name } = declaration;
    switch (declaration.kind) {
      case 'type': {
        this.write(`  type ${name} = ${printType(declaration.base)}`);
        const { where } = declaration;
        if (where) this.part([name, whereName], ` where ${printTerm(where)}`);
        this.write('\n');
        return;
      }
      case 'enum':
        this.write(
          `  enum ${name} { ${declaration.literals.map(({ name: one, wire }) => one + equal(wire)).join(', ')} }\n`,
        );
        return;
      case 'value':
        this.write(
          `  value ${name}${declaration.depth === undefined ? '' : ` depth ${declaration.depth}`} {\n`,
        );
        this.members([name], declaration, '    ');
        this.write('  }\n');
        return;
      case 'union':
        this.write(`  value ${name} is one of {\n`);
        for (const shape of declaration.shapes) {
          this.write(`    ${shape.name}${equal(shape.wire)} {\n`);
          this.members([name, shape.name], shape, '      ');
          this.write('    }\n');
        }
        this.write(`  }${declaration.by === undefined ? '' : ` by ${declaration.by}`}\n`);
        return;
      case 'aggregate':
        this.write(`  aggregate ${name} {\n`);
        for (const entity of declaration.entities) {
          this.write(`    entity ${entity.name} {\n`);
          this.members([name, entity.name], entity, '      ');
          this.write('    }\n');
        }
        this.members([name], declaration, '    ');
        this.write('  }\n');
    }
  }

  private members(path: readonly string[], { fields, rules }: StructureSketch, indent: string): void {
    for (const field of fields) this.part([...path, field.name], `${indent}${printField(field)}\n`);
    for (const { name, condition, message } of rules) {
      const otherwise = message === undefined ? '' : ` else ${quoted(message)}`;
      this.part([...path, name], `${indent}rule ${name}: ${printTerm(condition)}${otherwise}\n`);
    }
  }

  private part(path: readonly string[], text: string): void {
    const from = this.text.length;
    this.write(text);
    this.parts.push({ from, to: this.text.length, path });
  }
}

/** A text as the language writes it: what an editor would not show is escaped. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function equal(wire: string | undefined): string {
  return wire === undefined ? '' : ` = ${quoted(wire)}`;
}

function printField(field: FieldSketch): string {
  const { name, role, type, optional, generated, derivation } = field;
  const value = derivation ? printTerm(derivation) : field.default;
  return `${role === 'data' ? '' : `${role} `}${name}: ${printType(type)}${optional ? '?' : ''}${generated ? ' generated' : ''}${value === undefined ? '' : ` = ${value}`}`;
}
