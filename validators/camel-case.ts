/** The words of a name, in lower case: `apiKey`, `API_KEY` and `ApiKey` are `api key`. */
export function wordsOf(name: string): readonly string[] {
  const parts = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? [];
  return parts.map((part) => part.toLowerCase());
}
