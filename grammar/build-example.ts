import type { Example, Reference, Scenario, ScenarioStep } from '../pim/behaviour.ts';
import type { ElementId } from '../pim/model.ts';
import { type BuildSite, emptyScope, idPart, named, reference, references } from './build-site.ts';
import type { DeclaredKind } from './declared-names.ts';
import type * as ast from './generated/ast.ts';
import { linkFieldValues, withEmptyCollections } from './link-construction.ts';
import { linkExpression } from './link-expression.ts';
import { decodeText, originOf, originOfProperty } from './source.ts';

const ruleKind: ReadonlySet<DeclaredKind> = new Set(['rule']);
const refusingKinds: ReadonlySet<DeclaredKind> = new Set(['rule', 'lifecycle']);
const givenKinds: ReadonlySet<DeclaredKind> = new Set(['example', 'event']);
const commandKind: ReadonlySet<DeclaredKind> = new Set(['command']);
const eventKind: ReadonlySet<DeclaredKind> = new Set(['event']);

export function buildExample(node: ast.ExampleDeclaration, owner: ElementId, site: BuildSite): Example {
  const value = linkExpression(node.value, emptyScope(site));
  const made = value.kind === 'construction' ? site.symbols.declaredName(value.structure) : undefined;
  // The rules that it breaks are those of what it is an example of.
  const inside = made ? { ...site, aggregate: made } : site;
  return {
    kind: 'example',
    ...named(node, `${owner}.${node.name}`, node.name, site.file),
    value,
    breaks: references(node.rules, ruleKind, inside),
  };
}

export function buildScenario(node: ast.ScenarioDeclaration, owner: ElementId, site: BuildSite): Scenario {
  const { file } = site;
  const title = node.title ? decodeText(node.title) : '';
  const origin = originOf(node, file);
  const when: ScenarioStep = node.command
    ? step(node.command, commandKind, site)
    : { element: { name: '', origin }, values: [], origin };
  return {
    kind: 'scenario',
    ...named(node, `${owner}.scenario-${idPart(title)}`, title, file),
    nameOrigin: originOfProperty(node, 'title', file),
    given: node.given.map((one) => step(one, givenKinds, site)),
    when,
    outcome: node.refused
      ? {
          kind: 'refused',
          refusal: refusalOf(node, when.element.id, site),
          origin: originOfProperty(node, 'refusal', file),
        }
      : { kind: 'events', events: node.outcome.map((one) => step(one, eventKind, site, false)), origin },
  };
}

function step(
  node: ast.ScenarioStep,
  kinds: ReadonlySet<DeclaredKind>,
  site: BuildSite,
  isWhole = true,
): ScenarioStep {
  const element = reference(node.name, originOfProperty(node, 'name', site.file), kinds, site);
  const fields = site.symbols.fieldsOfId(element.id ?? '');
  const scope = emptyScope(site);
  const written = linkFieldValues(node.values?.entries ?? [], fields, scope, element.id ?? '');
  // What a scenario looks at may be a part of what happened.
  const values = isWhole ? withEmptyCollections(written, fields, scope, element.origin) : written;
  return { element, values, origin: originOf(node, site.file) };
}

/** A refusal of the command, a rule that it would break, or a lifecycle that has no such move. */
function refusalOf(
  node: ast.ScenarioDeclaration,
  command: ElementId | undefined,
  site: BuildSite,
): Reference {
  const name = node.refusal ?? '';
  const origin = originOfProperty(node, 'refusal', site.file);
  const own = command === undefined ? undefined : site.symbols.declaredName(command)?.members.get(name)?.[0];
  return own ? { name, id: own.id, origin } : reference(name, origin, refusingKinds, site);
}
