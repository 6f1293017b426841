/** What a run tells its shell. `bug` is ours: EX_SOFTWARE of sysexits.h. */
export const exitCodes = { fine: 0, problems: 1, usage: 2, conflict: 3, bug: 70 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
