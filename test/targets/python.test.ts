import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { python } from '../../generators/python/index.ts';
import { docstring, quote } from '../../generators/python/quote.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel, type ModelIndex } from '../../pim/model-index.ts';
import { probeDeclarations, probeFields } from '../support/random-rules.ts';

// What Python's own tools and the reference judge say of it: test/oracles/python.test.ts.

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return indexModel(model);
}

function filesOf(text: string): readonly OutputFile[] {
  const psm = python.transform({ index: indexOf(text), marks: new Map(), symbolsOf: () => new Map() });
  return python.emit(psm, createRender(packageTemplates));
}

function moduleOf(text: string, path = 'python/m/c.py'): string {
  return filesOf(text).find((file) => file.path === path)?.content ?? '';
}

describe('rules read as if written by hand', () => {
  it.each([
    {
      rule: 'state == A implies numbers.size > 0',
      expected: 'self.state != State.A or len(self.numbers) > 0',
    },
    { rule: 'not (state == A and flag)', expected: 'not (self.state == State.A and self.flag)' },
    {
      rule: 'flag == true and maybeFlag is absent',
      expected: 'self.flag and self.maybe_flag is None',
    },
    {
      rule: 'inner.note is present',
      expected: 'self.inner is not None and self.inner.note is not None',
    },
    {
      rule: 'inner is present implies inner.count > 0',
      expected: 'self.inner is None or self.inner.count > 0',
    },
    {
      rule: 'inner is present and label is present implies inner.count > label.size',
      expected:
        '(\n            self.inner is None\n            or self.label is None\n            or self.inner.count > len(self.label)\n        )',
    },
    { rule: 'small * 7 / 2 == 0', expected: 'quotient(self.small * 7, 2) == 0' },
    { rule: 'text.size * 7 / 2 % 3 == 0', expected: 'len(self.text) * 7 // 2 % 3 == 0' },
    { rule: 'large * large > 0', expected: 'self.large * self.large > 0' },
    {
      rule: 'state in [A, B] or state.rank > 1',
      expected: 'self.state in (State.A, State.B) or rank(self.state) > 1',
    },
    { rule: 'not ("main" in names)', expected: '"main" not in self.names' },
    { rule: 'day < "2000-01-01"', expected: 'self.day < date(2000, 1, 1)' },
    {
      rule: 'text.startsWith("a") or text.startsWith("b")',
      expected: 'self.text.startswith(("a", "b"))',
    },
    { rule: 'text.matches(/[a-z\\/]+/)', expected: 're.fullmatch(r"[/a-z]+", self.text) is not None' },
    { rule: 'inners.none(i => i.count > 2)', expected: 'not any(i.count > 2 for i in self.inners)' },
    {
      rule: 'inners.count(i => i.count > 2) < 2',
      expected: 'sum(1 for i in self.inners if i.count > 2) < 2',
    },
    { rule: 'numbers.unique', expected: 'distinct(self.numbers)' },
  ])('$rule', ({ rule, expected }) => {
    const content = moduleOf(
      `model M version 1\ncontext C {\n${probeDeclarations}\n value Probe {${probeFields}\n rule Tested: ${rule}\n }\n}`,
    );
    expect(content).toContain(`    def tested(self) -> bool:\n        return ${expected}\n`);
  });
});

describe('names', () => {
  it.each([
    { name: 'of Python', field: 'class', expected: 'class_: StrictBool\n' },
    { name: 'of pydantic', field: 'copy', expected: 'copy_: StrictBool\n' },
    { name: 'of types', field: 'date', expected: 'date_: StrictBool\n' },
    { name: 'in camel case', field: 'repositoryUrl', expected: 'repository_url: StrictBool\n' },
    { name: 'that camel case loses', field: 'relayVPC', expected: 'validation_alias="relayVPC"' },
  ])('$name', ({ field, expected }) => {
    expect(moduleOf(`model M version 1\ncontext C { value V { ${field}: Boolean } }`)).toContain(expected);
  });

  it('stay apart where two become one', () => {
    const text =
      'model M version 1\ncontext C { value V { aB: Boolean, a_b: Boolean, enum: E } enum E { a, A } }';
    expect(moduleOf(text)).toMatch(/a_b: StrictBool\n {4}a_b_: StrictBool = Field\(/);
    expect(moduleOf(text)).toContain('    A = "a"\n    A_ = "A"\n');
  });
});

describe('texts', () => {
  it('are quoted so that nothing in them shows or ends them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quote(text)).toMatch(/^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')$/);
        expect(quote(text)).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
        expect(docstring(text).join('\n')).toMatch(/^"""(?:[^"\\]|\\[^]|"(?!""))*"""$/);
      }),
    );
  });
});
