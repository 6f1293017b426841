import { AstUtils, GrammarAST } from 'langium';
import { describe, expect, it } from 'vitest';
import { DomainGrammar } from '../../grammar/generated/grammar.ts';
import { loadModels } from '../../grammar/load-models.ts';
import { checkModel } from '../../validators/check-model.ts';

/** A text with something in it that is no character, as somebody may write it. */
const nul = '"a\\u0000b"';
const halfPair = '"a\\ud800b"';

/**
 * A model for every position of the grammar that takes a text, `@` standing for it; and the code that
 * speaks up for a text that no String can hold.
 */
const positions: Readonly<Record<string, { readonly text: string; readonly code?: string }>> = {
  'ImportDeclaration.path': { text: 'import @ context C {}', code: 'unknown-import' },
  'EvolutionClause.reason': { text: 'context C { enum E { A deprecated @, B } }' },
  'TypeDeclaration.message': { text: 'context C { type T = String(1..9) where it != "b" else @ }' },
  'LiteralDeclaration.wire': { text: 'context C { enum E { A = @, B } }' },
  'AlternativeDeclaration.wire': {
    text: 'context C { value U is one of { A = @ { a: Uuid } B { b: Uuid } } }',
  },
  'RuleDeclaration.message': { text: 'context C { value V { a: Date b: Date rule R: a < b else @ } }' },
  'RefusalClause.message': {
    text: 'context C { aggregate A { id: Uuid n: Integer event E sets n = 1 command D requires n > 1 else No @ emits E } }',
  },
  'ScenarioDeclaration.title': {
    text: `context C { aggregate A { id: Uuid event E { id } creates create D { id } emits E
      scenario @ when D { id: "00000000-0000-4000-8000-000000000000" } then E } }`,
  },
  'StringLiteral.value': { text: 'context C { value V { a: String(0..9) = @ } }' },
  'ObjectEntry.key': {
    text: 'context C { value V { a: Map(String(1..9), String(0..9))[0..9] = { @: "b" } } }',
  },
  'MarkScalar.text': { text: 'context C {} platform kubernetes for C { group: @ }' },
};

describe('a text that no String can hold', () => {
  it('has a model here for every position of the grammar that takes a text', () => {
    expect(textPositions()).toEqual(Object.keys(positions).toSorted());
  });

  for (const [position, { text, code = 'bad-text' }] of Object.entries(positions)) {
    it(`is reported as ${position}, and only there`, () => {
      expect(codesOf(text.replace('@', '"b"'))).not.toContain('bad-text');
      for (const bad of [nul, halfPair]) expect(codesOf(text.replace('@', bad))).toContain(code);
    });
  }
});

/** `Rule.property` of each that the terminal STRING can become. */
function textPositions(): readonly string[] {
  const grammar = DomainGrammar();
  const found = grammar.rules.filter(GrammarAST.isParserRule).flatMap((rule) =>
    AstUtils.streamAllContents(rule)
      .filter(GrammarAST.isAssignment)
      .filter((assignment) => takesText(assignment.terminal))
      .map((assignment) => `${nodeOf(assignment) ?? rule.name}.${assignment.feature}`)
      .toArray(),
  );
  return [...new Set(found)].toSorted();
}

function takesText(terminal: GrammarAST.AbstractElement): boolean {
  return [terminal, ...AstUtils.streamAllContents(terminal)]
    .filter(GrammarAST.isRuleCall)
    .some(({ rule: { ref } }) =>
      GrammarAST.isParserRule(ref) && ref.dataType !== undefined
        ? takesText(ref.definition)
        : ref?.name === 'STRING',
    );
}

/** What an action in the same alternative calls the node: `{infer StringLiteral} value=STRING`. */
function nodeOf(assignment: GrammarAST.Assignment): string | undefined {
  const group = AstUtils.getContainerOfType(assignment, GrammarAST.isGroup);
  return group?.elements.find(GrammarAST.isAction)?.inferredType?.name;
}

function codesOf(text: string): readonly string[] {
  const { models, diagnostics } = loadModels([{ file: 'm.domain', text: `model M version 1\n${text}` }]);
  return [...diagnostics, ...models.flatMap((one) => [...one.diagnostics, ...checkModel(one.model)])].map(
    ({ code }) => code,
  );
}
