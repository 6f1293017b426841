import type { Build, Judge } from './judge.ts';

/** Somebody who judges Fabrics. */
export interface Contender {
  readonly name: string;
  /** Of this folder, without its ending. */
  readonly module: string;
  /** What that module exports: makes a judge. */
  readonly maker: string;
  /** What it gives back for a Fabric that it accepts. */
  readonly gives: string;
  /** What that module exports, if it builds a value: makes a builder. */
  readonly builder?: string;
  /** Accepts what no keyword of JSON Schema refuses. */
  readonly schemaOnly?: true;
}

/** Ours is the first; the ratios are to it. */
export const contenders: readonly [Contender, ...Contender[]] = [
  {
    name: 'Pimento, Fabric.parse',
    module: 'judge-with-pimento',
    maker: 'pimentoJudge',
    builder: 'pimentoBuild',
    gives: 'a new object, frozen as deep as it is, JSON included',
  },
  {
    name: 'Pimento, FabricState.parse',
    module: 'judge-with-pimento-state',
    maker: 'pimentoStateJudge',
    gives: 'the same, without the class',
  },
  {
    name: 'zod',
    module: 'judge-with-zod',
    maker: 'zodJudge',
    builder: 'zodBuild',
    gives: 'a new object; JSON is the one that was given',
  },
  {
    name: 'zod, z.compile',
    module: 'judge-with-zod',
    maker: 'compiledZodJudge',
    gives: 'the same',
  },
  {
    name: 'valibot',
    module: 'judge-with-valibot',
    maker: 'valibotJudge',
    builder: 'valibotBuild',
    gives: 'a new object; JSON is the one that was given',
  },
  {
    name: 'Ajv, same constraints',
    module: 'judge-with-ajv',
    maker: 'ajvJudge',
    gives: 'nothing: it only judges',
  },
  {
    name: 'Ajv, the schemas alone',
    module: 'judge-with-ajv',
    maker: 'schemasJudge',
    gives: 'nothing, and asks for 6 constraints less',
    schemaOnly: true,
  },
];

/** A module's exports are known by name alone. */
export type ContenderModule = Readonly<Record<string, (() => Judge) | (() => Build) | undefined>>;
