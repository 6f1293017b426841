/** How `to` is imported in `from`. */
export function relativeImport(from: string, to: string): string {
  const [here, there] = [from.split('/').slice(0, -1), to.split('/')];
  const shared = here.findIndex((part, position) => there[position] !== part);
  const common = shared < 0 ? here.length : shared;
  const up = here.slice(common).map(() => '..');
  return [...(up.length > 0 ? up : ['.']), ...there.slice(common)].join('/');
}
