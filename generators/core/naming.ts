/** The words of an identifier: `GitURLConfig2` → `git`, `url`, `config2`; `LEAD_TIME` → `lead`, `time`. */
export function words(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

export function kebabCase(name: string): string {
  return words(name).join('-');
}

export function pascalCase(name: string): string {
  return words(name).map(capitalise).join('');
}

export function camelCase(name: string): string {
  const [first = '', ...rest] = words(name);
  return first + rest.map(capitalise).join('');
}

/** `activeHasResources` → `active has resources`: a name as a sentence's words. */
export function sentenceWords(name: string): string {
  return words(name).join(' ');
}

/** The regular English plural; what is irregular, a mark says. */
export function plural(word: string): string {
  if (/(?:s|x|z|ch|sh)$/i.test(word)) return `${word}es`;
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** How a file imports another: `./fabric.js`, `../shared/types.js`. Both relative to one folder. */
export function importPath(fromFile: string, toFile: string): string {
  const from = fromFile.split('/').slice(0, -1);
  const to = toFile.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  const path = [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/').replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}
