import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Context, Element, Model } from '../../pim/model.ts';
import { childElements } from '../../pim/model-index.ts';
import { didYouMean, nearMiss } from '../../pim/near-miss.ts';
import { aggregatesIn } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { caseFix, hiddenName, NamesOfKinds } from '../names-in-scope.ts';
import { type ReferenceSite, referenceSites, type Wanted } from '../reference-sites.ts';
import { withArticle, wordOf } from '../words.ts';

/**
 * An actor, an event, a command, a context, a state… is named that nothing declares.
 *
 * A name means what its own context says, and what its aggregate says first. What another context
 * declares needs that context's name before it: `FabricManagement.FabricSynced`. What another file
 * declares can be named only if this one imports it, as soon as any file of the model imports another.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     event Cancelled deletes
 *     create Place { id } allows Clark emits Placed
 *     command Cancel allows Clerk emits Cancelled
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     event Cancelled deletes
 *     create Place { id } allows Clerk emits Placed
 *     command Cancel allows Clerk emits Cancelled
 *   }
 * }
 * ```
 */
export const unknownReference: ModelCheck = {
  code: 'unknown-reference',
  severity: 'error',
  check: (model, index) => {
    const names = new Map<Wanted, NamesOfKinds>();
    const namesOf = (wanted: Wanted): NamesOfKinds => {
      const found = names.get(wanted) ?? new NamesOfKinds(model, kindsOf[wanted]);
      names.set(wanted, found);
      return found;
    };
    const named = othersOf();
    return [
      ...referenceSites(index).flatMap((site): readonly Diagnostic[] => {
        const { id, name, ambiguous } = site.reference;
        // Without a name there was a syntax error; one of several meanings is another check's.
        if (id !== undefined || name === '' || ambiguous) return [];
        const nowhere = lostReceiver(site, model, named);
        return [nowhere ?? unknown(site, namesOf, named(name, site.context))];
      }),
      ...roles(model),
    ];
  },
};

const kindsOf: Readonly<Record<Wanted, ReadonlySet<Element['kind']>>> = {
  actor: new Set(['actor']),
  aggregate: new Set(['aggregate']),
  command: new Set(['command']),
  context: new Set(['context']),
  event: new Set(['event']),
  'event or example': new Set(['event', 'example']),
  'event, type or command': new Set([
    'event',
    'type',
    'enum',
    'value',
    'union',
    'alternative',
    'entity',
    'aggregate',
    'projection',
    'command',
  ]),
  field: new Set(['field']),
  literal: new Set(['literal']),
  rule: new Set(['rule']),
  'rule or refusal': new Set(['rule', 'refusal']),
  state: new Set(['literal']),
  step: new Set(['operation', 'service', 'command']),
  trait: new Set(['trait']),
  type: new Set(['type', 'enum', 'value', 'union', 'aggregate', 'projection']),
};

function unknown(
  site: ReferenceSite,
  namesOf: (wanted: Wanted) => NamesOfKinds,
  other: Element | undefined,
): Diagnostic {
  const { reference, wanted, choices, context } = site;
  const { name, origin, hiddenIn } = reference;
  if (hiddenIn !== undefined) return finding(unknownReference, hiddenName(name, hiddenIn, origin), origin);
  const message = messageOf(site, choices ? undefined : other);
  if (other && !choices) return finding(unknownReference, message, origin);
  if (choices) {
    const near = nearMiss(name, choices);
    return near === undefined
      ? finding(unknownReference, message, origin)
      : finding(unknownReference, `${message} Did you mean \`${near}\`?`, origin, {
          fix: caseFix(name, near, origin),
        });
  }
  const names = namesOf(wanted);
  const others = names.elsewhere(name, context);
  const [only] = others;
  if (only !== undefined) {
    const hint = others.map((one) => `\`${one}\``).join(' or ');
    const fix = others.length === 1 ? { title: `Write \`${only}\``, origin, replacement: only } : undefined;
    return finding(unknownReference, `${message} Did you mean ${hint}?`, origin, { fix });
  }
  const near = names.near(name, context);
  if (near === undefined) return finding(unknownReference, message, origin);
  return finding(unknownReference, `${message} Did you mean \`${near}\`?`, origin, {
    fix: caseFix(name, near, origin),
  });
}

function messageOf({ reference: { name }, wanted }: ReferenceSite, other: Element | undefined): string {
  if (other)
    return `\`${name}\` is ${withArticle(wordOf(other))}, and here stands ${withArticle(words[wanted] ?? wanted)}.`;
  return `No ${words[wanted] ?? wanted} is called \`${name}\`${wanted === 'state' || wanted === 'field' ? ' here' : ''}.`;
}

/** `h.Change` where nothing is called `h`: no aggregate, no port, no context. */
function lostReceiver(
  { reference: { name, origin, hiddenIn }, wanted, context }: ReferenceSite,
  { contexts }: Model,
  named: ReturnType<typeof othersOf>,
): Diagnostic | undefined {
  const [first = '', ...rest] = name.split('.');
  if (wanted !== 'step' || rest.length === 0 || hiddenIn !== undefined) return undefined;
  if (named(first, context) || contexts.some((one) => one.name === first)) return undefined;
  const known = [...(context?.ports ?? []), ...(context ? aggregatesIn(context) : [])].map((one) => one.name);
  return finding(unknownReference, `Nothing is called \`${first}\` here.${didYouMean(first, known)}`, origin);
}

/** What is wanted, where that needs more than a word. */
const words: Readonly<Partial<Record<Wanted, string>>> = { step: 'command, operation or service' };

/** What a context has under a name, whatever it is. */
function othersOf(): (name: string, context: Context | undefined) => Element | undefined {
  const byContext = new Map<Context, ReadonlyMap<string, Element>>();
  return (name, context) => {
    if (!context) return undefined;
    const known =
      byContext.get(context) ?? new Map(childElements(context).map((element) => [element.name, element]));
    byContext.set(context, known);
    return known.get(name);
  };
}

const roleNames = ['OHS', 'PL', 'CF', 'ACL', 'S', 'C', 'SK', 'P', 'SW'];

function roles({ relations }: Model): readonly Diagnostic[] {
  return relations.flatMap(({ upstreamRoles, downstreamRoles }) =>
    [...upstreamRoles, ...downstreamRoles].flatMap(({ name, role, origin }): readonly Diagnostic[] => {
      if (role !== undefined || name === '') return [];
      const message = `No role of a context is called \`${name}\`: there are ${roleNames.join(', ')}.${didYouMean(name, roleNames)}`;
      return [finding(unknownReference, message, origin)];
    }),
  );
}
