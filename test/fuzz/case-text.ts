import { dump } from 'js-yaml';
import type { Finding } from './ask.ts';
import { mainName } from './random-sketch.ts';
import type { Crash } from './sound-model.ts';

/** A finding as a case of `pimento judge`: what is expected is what the reference says. */
export function caseText({ engine, wrong, told, question }: Finding, origin: string): string {
  const { model, expectation } = question;
  const { index, subject, instance, old, expected, rule } = expectation;
  const written = {
    id: `${engine} ${wrong}, ${origin}`,
    model: model.text,
    type: subject.slice(index.model.name.length + 1),
    ...(old === undefined ? {} : { oldJson: old }),
    instanceJson: instance,
    expected,
    ...(rule === undefined ? {} : { rule }),
  };
  return commented(told, written);
}

/** What something throws on, as a case: an instance that is right nowhere. */
export function crashText({ text, message }: Crash, origin: string): string {
  const written = {
    id: `a target throws, ${origin}`,
    model: text,
    type: `C.${mainName}`,
    instance: null,
    expected: 'reject',
  };
  return commented(message, written);
}

function commented(told: string, written: object): string {
  const comment = told === '' ? '' : `# It says: ${told.slice(0, 500).replaceAll(/\s+/g, ' ')}\n`;
  return `${comment}${dump([written], { lineWidth: -1 })}`;
}
