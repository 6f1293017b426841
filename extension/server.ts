import { serveEditor } from '../cli/commands/lsp.ts';

// The language server of `pimento lsp`, for a project that need not have Pimento installed.
await serveEditor();
