import type { ts as TypeScript } from 'ts-morph';
import type { ClassFacts, ImportFacts, ModuleFacts, ReadModule } from './module-facts.ts';

type Compiler = typeof TypeScript;

/** Reads modules with the parser that `load` gives: loading it takes long, so that waits for the first. */
export function moduleReader(load: () => Compiler): ReadModule {
  let compiler: Compiler | undefined;
  return (text, path) => {
    compiler ??= load();
    const file = compiler.createSourceFile(path, text, compiler.ScriptTarget.ESNext, true);
    const facts = new FactsOfModule(compiler, file);
    for (const statement of file.statements) facts.add(statement);
    return { ...facts.facts(), brokenAt: firstError(compiler, text, path) };
  };
}

function firstError(ts: Compiler, text: string, fileName: string): number | undefined {
  const options = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: options,
  });
  const starts = diagnostics.flatMap(({ start }) => (start === undefined ? [] : [start]));
  return starts.length === 0 ? undefined : text.slice(0, Math.min(...starts)).split('\n').length;
}

class FactsOfModule {
  private readonly exports = new Map<string, string | undefined>();
  private readonly declared = new Set<string>();
  private readonly imported = new Map<string, ImportFacts>();
  private readonly classes = new Map<string, ClassFacts>();
  private exportsMore = false;
  private lastImport: TypeScript.Statement | undefined;
  private readonly ts: Compiler;
  private readonly file: TypeScript.SourceFile;

  constructor(ts: Compiler, file: TypeScript.SourceFile) {
    this.ts = ts;
    this.file = file;
  }

  facts(): Omit<ModuleFacts, 'brokenAt'> {
    const { exports, exportsMore, declared, imported, classes } = this;
    return { exports, exportsMore, declared, imported, classes, importsEnd: this.importsEnd() };
  }

  add(statement: TypeScript.Statement): void {
    const { ts } = this;
    if (ts.isImportDeclaration(statement)) this.addImport(statement);
    else if (ts.isImportEqualsDeclaration(statement)) this.declared.add(statement.name.text);
    else if (ts.isExportDeclaration(statement)) this.addExports(statement);
    else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) this.addBinding(name, statement);
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement)
    ) {
      if (!statement.name) return;
      this.addName(statement.name.text, statement);
      if (ts.isClassDeclaration(statement)) this.classes.set(statement.name.text, this.classFacts(statement));
    }
  }

  private addImport(statement: TypeScript.ImportDeclaration): void {
    this.lastImport = statement;
    const clause = statement.importClause;
    if (!clause) return;
    const typeOnly = clause.phaseModifier === this.ts.SyntaxKind.TypeKeyword;
    if (clause.name) this.imported.set(clause.name.text, { name: undefined, typeOnly });
    const bindings = clause.namedBindings;
    if (bindings && this.ts.isNamespaceImport(bindings)) {
      this.imported.set(bindings.name.text, { name: undefined, typeOnly });
      return;
    }
    for (const element of bindings?.elements ?? []) {
      this.imported.set(element.name.text, {
        name: (element.propertyName ?? element.name).text,
        typeOnly: typeOnly || element.isTypeOnly,
      });
    }
  }

  private addExports({ exportClause, moduleSpecifier }: TypeScript.ExportDeclaration): void {
    if (!exportClause) {
      this.exportsMore = true;
    } else if (this.ts.isNamespaceExport(exportClause)) {
      this.exports.set(exportClause.name.text, undefined);
    } else {
      for (const { name, propertyName } of exportClause.elements) {
        this.exports.set(name.text, moduleSpecifier ? undefined : (propertyName ?? name).text);
      }
    }
  }

  private addBinding(name: TypeScript.BindingName, statement: TypeScript.VariableStatement): void {
    if (this.ts.isIdentifier(name)) {
      this.addName(name.text, statement);
      return;
    }
    for (const element of name.elements) {
      if (this.ts.isBindingElement(element)) this.addBinding(element.name, statement);
    }
  }

  private addName(name: string, statement: TypeScript.Node): void {
    this.declared.add(name);
    const has = (kind: TypeScript.SyntaxKind): boolean => this.hasModifier(statement, kind);
    if (has(this.ts.SyntaxKind.ExportKeyword) && !has(this.ts.SyntaxKind.DefaultKeyword))
      this.exports.set(name, name);
  }

  private classFacts(declaration: TypeScript.ClassDeclaration): ClassFacts {
    const { ts } = this;
    const members = new Set<string>();
    for (const member of declaration.members) {
      if (ts.isConstructorDeclaration(member)) {
        for (const parameter of member.parameters) {
          if (ts.isParameterPropertyDeclaration(parameter, member) && ts.isIdentifier(parameter.name))
            members.add(parameter.name.text);
        }
      } else if (!this.hasModifier(member, ts.SyntaxKind.StaticKeyword)) {
        const { name } = member;
        if (name && (ts.isIdentifier(name) || ts.isStringLiteral(name))) members.add(name.text);
      }
    }
    return {
      members,
      inherits:
        declaration.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) ?? false,
      end: declaration.getEnd() - 1,
      sample: (declaration.members[0] ?? declaration).getStart(this.file),
      empty: declaration.members.length === 0,
    };
  }

  private hasModifier(node: TypeScript.Node, kind: TypeScript.SyntaxKind): boolean {
    const modifiers = this.ts.canHaveModifiers(node) ? this.ts.getModifiers(node) : undefined;
    return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
  }

  /** After the last import; else after a comment that stands apart at the top; else at the top. */
  private importsEnd(): number {
    const { text } = this.file;
    if (this.lastImport) return nextLine(text, this.lastImport.getEnd());
    const shebang = this.ts.getShebang(text)?.length ?? 0;
    const start = shebang > 0 ? nextLine(text, shebang) : 0;
    const [first] = this.ts.getLeadingCommentRanges(text, 0) ?? [];
    const isApart = first && /^[^\S\n]*\r?\n[^\S\n]*\r?\n/.test(text.slice(first.end));
    return isApart ? nextLine(text, nextLine(text, first.end)) : start;
  }
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}
