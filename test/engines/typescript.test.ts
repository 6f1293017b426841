import { expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import { runtimeFolder } from '../../cli/runtime-folder.ts';
import { outputMaker } from '../../engines/make-output.ts';
import { typescriptEngine } from '../../engines/typescript.ts';
import { targets } from '../../generators/targets.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel } from '../../pim/model-index.ts';

const { model } = readModelText(`model Shop version 1
context Ordering {
  value Line { count: Integer(0..9), rule Few: count < 5 else "Too many" }
  value Note { text: String(1..5) }
}`);
if (!model) throw new Error('no model');
const index = indexModel(model);
const make = outputMaker(targets, packageTemplates);

it('tells what generated code throws, and goes on', async () => {
  const engine = typescriptEngine((of, target) => {
    const output = make(of, target);
    const files = output.files.map((file) => ({
      ...file,
      content: file.content.replace('return line.count < 5;', "throw new Error('broken');"),
    }));
    return { ...output, files };
  }, runtimeFolder);
  const verdicts = await engine.judge([
    { index, subject: 'Shop.Ordering.Line', instance: '{"count":3}' },
    { index, subject: 'Shop.Ordering.Line', instance: '{"count":10}' },
    { index, subject: 'Shop.Ordering.Note', instance: '{"text":"a\u2028b"}' },
  ]);
  expect(verdicts).toMatchObject([
    { kind: 'failed', reason: 'Error: broken' },
    { kind: 'rejected' },
    { kind: 'accepted' },
  ]);
});
