/** Two tests of one name would be one to whoever reads the report. */
export function distinctTitles<Row extends { readonly title: string }>(rows: readonly Row[]): readonly Row[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const times = (seen.get(row.title) ?? 0) + 1;
    seen.set(row.title, times);
    return times === 1 ? row : { ...row, title: `${row.title} (${times})` };
  });
}
