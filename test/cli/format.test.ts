import { describe, expect, it } from 'vitest';
import { Workspace } from './command-line.ts';

const untidy = 'model M version 1\ncontext C {\n value V{ a:String(1..2)   // short\n }\n}\n';
const tidy = 'model M version 1\ncontext C {\n  value V { a: String(1..2) // short\n  }\n}\n';

describe('pimento format', () => {
  it('writes what is not written as everybody does, and says so', () => {
    const workspace = new Workspace({ 'models/a.domain': untidy, 'models/b.domain': tidy });
    const run = workspace.pimento('format');
    expect(run).toMatchObject({ code: 0, errors: '', output: 'models/a.domain\n1 file of 2 changed\n' });
    expect(workspace.files('models')).toEqual({ 'a.domain': tidy, 'b.domain': tidy });
    expect(workspace.pimento('format').output).toBe('0 files of 2 changed\n');
  });

  it('only names files with --check', () => {
    const workspace = new Workspace({ 'models/a.domain': untidy });
    const run = workspace.pimento('format', '--check');
    expect(run).toMatchObject({ code: 1, output: 'models/a.domain\n1 file of 1 would be changed\n' });
    expect(workspace.read('models/a.domain')).toBe(untidy);
  });

  it('leaves a broken file alone, and formats the others', () => {
    const workspace = new Workspace({ 'a.domain': untidy, 'b.domain': 'model M version 1 context {' });
    const run = workspace.pimento('format', '.');
    expect(run.code).toBe(1);
    expect(run.errors).toContain('b.domain:1:27  error[syntax-error]');
    expect(workspace.read('a.domain')).toBe(tidy);
    expect(workspace.read('b.domain')).toBe('model M version 1 context {');
  });

  it('keeps the line ends of a file', () => {
    const workspace = new Workspace({ 'a.domain': untidy.replaceAll('\n', '\r\n') });
    expect(workspace.pimento('format', 'a.domain').code).toBe(0);
    expect(workspace.read('a.domain')).toBe(tidy.replaceAll('\n', '\r\n'));
  });

  it('formats what a link leads to', () => {
    const workspace = new Workspace({ 'real/a.domain': untidy });
    workspace.link('link.domain', 'real/a.domain');
    expect(workspace.pimento('format', 'link.domain').code).toBe(0);
    expect(workspace.read('real/a.domain')).toBe(tidy);
    expect(Object.keys(workspace.files())).toEqual(['real/a.domain']);
  });
});
