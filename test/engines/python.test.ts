import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pydanticPointer } from '../../engines/pydantic-pointer.ts';
import { pythonProgram } from '../../engines/python-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'pimento-python-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A `python3` that does what a shell script says, alone on the path. */
async function programWith(
  name: string,
  script: string | undefined,
): Promise<{ readonly made: Awaited<ReturnType<typeof pythonProgram>>; readonly cache: string }> {
  const [bin, cache] = [join(folder, name, 'bin'), join(folder, name, 'cache')];
  mkdirSync(bin, { recursive: true });
  if (script !== undefined) {
    writeFileSync(join(bin, 'python3'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, 'python3'), 0o755);
  }
  const before = process.env['PATH'];
  process.env['PATH'] = `${bin}:/usr/bin:/bin`;
  if (script === undefined) process.env['PATH'] = bin;
  try {
    return { made: await pythonProgram(['pydantic==2.14.4'], cache), cache };
  } finally {
    process.env['PATH'] = before;
  }
}

/** What makes an environment whose `python` does as it says. */
const makesEnvironment = (python: string): string => `
case "$*" in
  *venv*) mkdir -p "$3/bin"; printf '#!/bin/sh\\n${python}\\n' > "$3/bin/python"; chmod 755 "$3/bin/python";;
esac`;

describe('a Python', () => {
  it.each([
    { what: 'is not installed', script: undefined, says: 'Python is not installed: there is no `python3`' },
    {
      what: 'is too old',
      script: 'echo "Python is older than 3.11" >&2; exit 1',
      says: 'a Python with pydantic cannot be made: Python is older than 3.11',
    },
    {
      what: 'has no venv',
      script: 'case "$*" in *venv*) echo "No module named venv" >&2; exit 1;; esac',
      says: 'a Python with pydantic cannot be made: No module named venv',
    },
    {
      what: 'reaches no packages',
      script: makesEnvironment('echo "ERROR: No matching distribution" >&2; exit 1'),
      says: 'a Python with pydantic cannot be made: ERROR: No matching distribution',
    },
    {
      what: 'says nothing',
      script: makesEnvironment('exit 1'),
      says: /^a Python with pydantic cannot be made: `.*-m pip` said nothing$/,
    },
  ])('that $what is told, and leaves nothing behind', async ({ what, script, says }) => {
    const { made, cache } = await programWith(what, script);
    expect(made).toEqual({ missing: typeof says === 'string' ? says : expect.stringMatching(says) });
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is made once', async () => {
    const { made, cache } = await programWith('made', makesEnvironment('exit 0'));
    expect(made).toEqual({ path: join(cache, 'python-pydantic-2.14.4/bin/python') });
    expect((await programWith('made', 'exit 1')).made).toEqual(made);
    expect(readdirSync(cache)).toHaveLength(1);
  });
});

it.each<[loc: readonly (string | number)[], pointer: string]>([
  [['items', 0, 'name'], '/items/0/name'],
  [['shape', 'Circle', 'radius'], '/shape/radius'],
  [['labels', 'a/b~', '[key]'], '/labels/a~1b~0'],
  [[], ''],
])("pydantic's place %j is %s", (loc, pointer) => {
  const instance = { items: [{ name: 1 }], shape: { form: 'Circle', radius: 1 }, labels: { 'a/b~': 1 } };
  expect(pydanticPointer(loc, instance)).toBe(pointer);
});
