/** The minor of the API server whose CEL environment a function came with (apiserver/pkg/cel/environment/base.go). */
const introduced = { format: 29, cidr: 30, distinct: 34 } as const;

/**
 * Whether every server from `minimumServer` (a minor) on takes a function in a new rule: a server
 * compiles new rules with the environment of the minor before its own.
 */
export function hasFunction(name: keyof typeof introduced, minimumServer: number): boolean {
  return introduced[name] <= minimumServer - 1;
}
