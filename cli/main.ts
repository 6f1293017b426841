import { run } from './run.ts';
import { streamTerminal } from './terminal.ts';

// A reader that has seen enough, as in `pimento check models | head`, is no problem of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const terminal = streamTerminal(process.stdout, process.stderr, process.env, () => performance.now());
process.exitCode = await run(process.argv.slice(2), terminal, process.env);
