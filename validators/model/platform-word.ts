import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Element, Model } from '../../pim/model.ts';
import { childElements } from '../../pim/model-index.ts';
import { wordsOf } from '../camel-case.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A name speaks of a platform that the model is generated for, or of a way to program it.
 *
 * A model is in the words of its domain, and every platform reads the same one: what a platform needs is said
 * in its `platform` block. A platform that the domain is about has a context of its own, `external context
 * Kubernetes`; its name is then a word of the domain as any other.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value AddressDto { city: String(1..100) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: String(1..100) }
 * }
 * ```
 */
export const platformWord: ModelCheck = {
  code: 'platform-word',
  severity: 'warning',
  check: (model) => {
    const known = new Set(model.contexts.flatMap(({ name }) => [...wordsOf(name), name.toLowerCase()]));
    return elementsOf(model).flatMap(({ name, nameOrigin }): readonly Diagnostic[] => {
      const word = wordAgainst(name, known);
      if (word === undefined) return [];
      const message = `\`${name}\` speaks of ${word}, which is no word of the domain: the model is the same for every platform.`;
      return [finding(platformWord, message, nameOrigin)];
    });
  },
};

/** Platforms, by the word that names them. */
const platforms: ReadonlyMap<string, string> = new Map([
  ['typescript', 'TypeScript'],
  ['javascript', 'JavaScript'],
  ['python', 'Python'],
  ['django', 'Django'],
  ['pydantic', 'pydantic'],
  ['fastify', 'Fastify'],
  ['openapi', 'OpenAPI'],
  ['asyncapi', 'AsyncAPI'],
  ['protobuf', 'Protocol Buffers'],
  ['grpc', 'gRPC'],
  ['graphql', 'GraphQL'],
  ['sql', 'SQL'],
  ['sqlite', 'SQLite'],
  ['postgres', 'PostgreSQL'],
  ['postgresql', 'PostgreSQL'],
  ['varchar', 'SQL'],
  ['jsonb', 'PostgreSQL'],
  ['kubernetes', 'Kubernetes'],
]);

/** What a thing is in a program and not in the domain, at the end of its name. */
const patterns: ReadonlyMap<string, string> = new Map([
  ['dto', 'a data transfer object'],
  ['dao', 'a data access object'],
  ['impl', 'an implementation'],
  ['servlet', 'a servlet'],
  ['bean', 'a Java bean'],
  ['orm', 'a mapper to tables'],
]);

function wordAgainst(name: string, known: ReadonlySet<string>): string | undefined {
  const words = wordsOf(name);
  const platform = words.find((word) => platforms.has(word) && !known.has(word));
  if (platform !== undefined) return platforms.get(platform);
  const last = words.at(-1) ?? '';
  // A bean is food too: alone it is a word of somebody's domain.
  return words.length > 1 && !known.has(last) ? patterns.get(last) : undefined;
}

/** Names that are made of others, or stand for what is outside: a port is called by what it reaches. */
const unnamed: ReadonlySet<Element['kind']> = new Set([
  'key',
  'lifecycle',
  'scenario',
  'translation',
  'literal',
  'eventVersion',
]);

function elementsOf(element: Element | Model): readonly Element[] {
  return childElements(element).flatMap((child) => {
    if (child.kind === 'port') return [];
    return [...(unnamed.has(child.kind) ? [] : [child]), ...elementsOf(child)];
  });
}
