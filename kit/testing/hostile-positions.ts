import type { SourceText } from '../../grammar/load-models.ts';
import { hostileNames, hostileTexts } from './hostile-texts.ts';

/** A place of a model that takes a text or a name, and the texts that are tried in it. */
export interface HostilePosition {
  readonly name: string;
  readonly texts: readonly string[];
  /** One model with all of these texts in the place; `marks` is the platform block of a context. */
  modelOf(texts: readonly string[], marks: (context: string) => string): HostileModel;
}

export interface HostileModel {
  readonly sources: readonly SourceText[];
  /** The text that a line of a file is about, if it is about one alone. */
  textAt(file: string, line: number): string | undefined;
}

const file = 'hostile.domain';
/** So many texts share an aggregate: few enough for what is made of it to stay small. */
const groupSize = 20;

/** What one text adds to an aggregate: to its members, and declarations beside it. */
type Written = { readonly member: string; readonly beside?: string };

/** Collects a model line by line, and remembers which text each line is about. */
class ModelLines {
  private readonly lines: string[] = [];
  private readonly owners = new Map<number, string>();

  add(text: string, owner?: string): void {
    for (const line of text.split('\n')) {
      this.lines.push(line);
      if (owner !== undefined) this.owners.set(this.lines.length, owner);
    }
  }

  model(): HostileModel {
    return {
      sources: [{ file, text: `${this.lines.join('\n')}\n` }],
      textAt: (_, line) => this.owners.get(line),
    };
  }
}

/** A position inside of aggregates, each of which holds a group of texts, and what `more` adds to it. */
function inAggregates(
  name: string,
  texts: readonly string[],
  write: (text: string, number: number, group: number) => Written,
  more: (group: number) => string = () => '',
): HostilePosition {
  return {
    name,
    texts,
    modelOf: (placed, marks) => {
      const lines = new ModelLines();
      lines.add('model HostileTexts version 1\ncontext Texts {');
      for (let first = 0; first < placed.length; first += groupSize) {
        const written = placed
          .slice(first, first + groupSize)
          .map((text, at) => ({ text, ...write(text, first + at, first) }));
        for (const { text, beside } of written) if (beside !== undefined) lines.add(beside, text);
        lines.add(`aggregate Holder${first} {\n  id key${first}: Uuid\n${more(first)}`);
        for (const { text, member } of written) lines.add(`  ${member}`, text);
        lines.add('}');
      }
      lines.add('}');
      lines.add(marks('Texts'));
      return lines.model();
    },
  };
}

/** Escapes what a pattern gives a meaning, so that it matches the text itself. */
function patternOf(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

const texts: readonly HostilePosition[] = [
  inAggregates('a comment', hostileTexts, (text, number) => ({
    member: `/** ${text} */ field${number}: Kind${number}`,
    beside: `/** ${text} */ enum Kind${number} { /** ${text} */ FIRST, SECOND }`,
  })),
  inAggregates('a message', hostileTexts, (text, number) => ({
    member: `field${number}: Integer(0..9), rule Holds${number}: field${number} > 3 else ${JSON.stringify(text)}`,
  })),
  inAggregates('a literal in JSON', hostileTexts, (text, number) => ({
    member: `field${number}: Kind${number}`,
    beside: `enum Kind${number} { FIRST = ${JSON.stringify(text)}, SECOND = "${number}." }`,
  })),
  inAggregates('a default', hostileTexts, (text, number) => ({
    member: `field${number}: String(0..400) = ${JSON.stringify(text)}`,
  })),
  inAggregates('a text that a rule compares with', hostileTexts, (text, number) => ({
    member: `field${number}: String(0..400), rule Holds${number}: field${number} != ${JSON.stringify(text)}`,
  })),
  inAggregates('a pattern', hostileTexts, (text, number) => ({
    member: `field${number}: Kind${number}`,
    beside: `type Kind${number} = String(0..400) matching /${patternOf(text)}x*/`,
  })),
];

const names: readonly HostilePosition[] = [
  inAggregates('the name of a field', hostileNames, (name) => ({ member: `${name}: Boolean` })),
  inAggregates('the name of a derived field', hostileNames, (name, number) => ({
    member: `field${number}: Integer(0..9), derived ${name}: Integer = field${number} + 1`,
  })),
  inAggregates('the name of a rule', hostileNames, (name, number) => ({
    member: `field${number}: Integer(0..9), rule ${name}: field${number} > 3`,
  })),
  inAggregates('the name of a literal', hostileNames, (name, number) => ({
    member: `field${number}: Kind${number}`,
    beside: `enum Kind${number} { ${name}, SECOND_${number} }`,
  })),
  inAggregates('the name of a type', hostileNames, (name, number) => ({
    member: `field${number}: ${name}`,
    beside: `type ${name} = String(0..9) where it.isTrimmed`,
  })),
  inAggregates('the name of an enum', hostileNames, (name, number) => ({
    member: `field${number}: ${name}`,
    beside: `enum ${name} { FIRST, SECOND }`,
  })),
  inAggregates('the name of a value', hostileNames, (name, number) => ({
    member: `field${number}: ${name}`,
    beside: `value ${name} { part: Integer(0..9), rule Holds: part > 3 }`,
  })),
  inAggregates('the name of an entity', hostileNames, (name, number) => ({
    member: `field${number}: ${name}[0..3], entity ${name} { id key: Uuid, part: Integer(0..9) }`,
  })),
  {
    name: 'the name of an aggregate',
    texts: hostileNames,
    modelOf: (placed, marks) => {
      const lines = new ModelLines();
      lines.add('model HostileTexts version 1\ncontext Texts {');
      for (const name of placed)
        lines.add(`aggregate ${name} { id key: Uuid, part: Integer(0..9), rule Holds: part > 3 }`, name);
      lines.add(`}\n${marks('Texts')}`);
      return lines.model();
    },
  },
  {
    name: 'the name of a context',
    texts: hostileNames,
    modelOf: (placed, marks) => {
      const lines = new ModelLines();
      lines.add('model HostileTexts version 1');
      for (const [number, name] of placed.entries())
        lines.add(`context ${name} { aggregate Holder${number} { id key: Uuid } } ${marks(name)}`, name);
      return lines.model();
    },
  },
];

/** What happens to an aggregate: a field, an event that sets it and a command that emits that. */
function happening(number: number, event: string, command: string, clause = ''): string {
  return `field${number}: Integer(0..9)?, event ${event} sets field${number} = 1 command ${command} ${clause} emits ${event}`;
}

const behaviour: readonly HostilePosition[] = [
  inAggregates('the message of a refusal', hostileTexts, (text, number) => ({
    member: happening(
      number,
      `Happened${number}`,
      `Do${number}`,
      `requires field${number} is absent else Refused${number} ${JSON.stringify(text)}`,
    ),
  })),
  inAggregates('why something will go', hostileTexts, (text, number) => ({
    member: `field${number} deprecated ${JSON.stringify(text)}: Boolean?`,
  })),
  inAggregates(
    'the title of a scenario',
    hostileTexts,
    (text, number, group) => ({
      member: `${happening(number, `Happened${number}`, `Do${number}`)} scenario ${JSON.stringify(text)} given sample${group} when Do${number} then Happened${number}`,
    }),
    (group) =>
      `  example sample${group}: Holder${group} { key${group}: "00000000-0000-4000-8000-000000000001" }`,
  ),
  inAggregates('what a shape is called in JSON', hostileTexts, (text, number) => ({
    member: `field${number}: Shape${number}`,
    beside: `value Shape${number} is one of { First${number} = ${JSON.stringify(text)} { part: Boolean } Second${number} = "${number}." }`,
  })),
  inAggregates('the name of a shape', hostileNames, (name, number) => ({
    member: `field${number}: Shape${number}`,
    beside: `value Shape${number} is one of { ${name} { part: Boolean } Second${number} }`,
  })),
  inAggregates('the name of an event', hostileNames, (name, number) => ({
    member: happening(number, name, `Do${number}`),
  })),
  inAggregates('the name of a command', hostileNames, (name, number) => ({
    member: happening(number, `Happened${number}`, name),
  })),
  inAggregates('the name of what an event holds', hostileNames, (name, number) => ({
    member: `field${number}: Integer(0..9)?, event Happened${number} { ${name}: Integer(0..9) } sets field${number} = ${name} command Do${number} { ${name}: Integer(0..9) } emits Happened${number}`,
  })),
  inAggregates('the name of a refusal', hostileNames, (name, number) => ({
    member: happening(
      number,
      `Happened${number}`,
      `Do${number}`,
      `requires field${number} is absent else ${name}`,
    ),
  })),
  inAggregates('the name of an actor', hostileNames, (name, number) => ({
    member: happening(number, `Happened${number}`, `Do${number}`, `allows ${name}`),
    beside: `actor ${name}`,
  })),
  inAggregates('the name of a projection', hostileNames, (name, number, group) => ({
    member: `field${number}: Boolean?`,
    beside: `projection ${name} of Holder${group} { key${group} }`,
  })),
  inAggregates('the name of a query', hostileNames, (name, number, group) => ({
    member: `field${number}: Boolean?`,
    beside: `projection View${number} of Holder${group} { key${group} }, query ${name}: View${number}[]`,
  })),
  inAggregates('the name of a calculation', hostileNames, (name, number) => ({
    member: `field${number}: Boolean?`,
    beside: `calculation ${name} { part: Integer(0..9) }: Integer(0..10) = part + 1`,
  })),
  inAggregates('the name of a port and of its operation', hostileNames, (name, number) => ({
    member: `field${number}: Boolean?`,
    beside: `port ${name} { ${name} { part: Integer(0..9) }: Integer(0..9) fails Down${number} }`,
  })),
  inAggregates('the name of a service', hostileNames, (name, number) => ({
    member: `field${number}: Boolean?`,
    beside: `port Port${number} { fetch { part: Integer(0..9) } }, service ${name} { part: Integer(0..9) } step Port${number}.fetch { part }`,
  })),
];

/** A model may be spread over files, whose names are anybody's. */
const fileNames: HostilePosition = {
  name: 'the name of a file',
  texts: hostileTexts.filter((text) => text !== ''),
  modelOf: (placed, marks) => ({
    sources: placed.map((text, number) => ({
      file: text,
      text: `model HostileTexts version 1\ncontext Texts${number} { aggregate Holder${number} { id key: Uuid } }\n${marks(`Texts${number}`)}`,
    })),
    textAt: (name) => name,
  }),
};

export const hostilePositions: readonly HostilePosition[] = [...texts, ...names, ...behaviour, fileNames];
