import type { Context } from '../../pim/model.ts';
import { pointer } from '../core/document.ts';
import type { CrdDocument, ObjectDocument } from './psm.ts';

/** What `kubectl apply -k` takes of a context: its definitions and roles. Samples are for trying out. */
export function kustomizationOf(
  context: Context,
  crds: readonly CrdDocument[],
  roles: readonly ObjectDocument[],
): readonly ObjectDocument[] {
  const listed = [
    ...crds.map(({ path, aggregate }) => ({ path, element: aggregate })),
    ...roles.map(({ path, element }) => ({ path, element })),
  ].toSorted((left, right) => (left.path < right.path ? -1 : 1));
  const [first] = listed;
  if (!first) return [];
  const folder = first.path.slice(0, first.path.lastIndexOf('/'));
  return [
    {
      path: `${folder}/kustomization.yaml`,
      element: context.id,
      origin: context.nameOrigin,
      comments: [],
      document: {
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources: listed.map(({ path }) => path.slice(folder.length + 1)),
      },
      trace: {
        '': context.id,
        ...Object.fromEntries(
          listed.map(({ element }, position) => [pointer('resources', position), element]),
        ),
      },
    },
  ];
}
