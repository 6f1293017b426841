/** Rules of every form, each with a name of its own, for a structure with fields of every type. */
export interface RuleShape {
  readonly name: string;
  readonly condition: string;
}

/** The structure that the rules are put into, one at a time or all that go together. */
export function shapeModel(rules: readonly RuleShape[]): string {
  return `model Shapes version 1
context Main {
  type Code = String(3..8) matching /[A-Z]+-[0-9]+/
  type Even = Integer(-100..100) where it % 2 == 0
  type Later = Date where it > "2024-12-31"
  type Shout = String(1..20) where it == it.upperAscii
  type Repo = String(1..60) where it.startsWith("https://") or it.startsWith("git@")
  enum Level { LOW, MIDDLE = "in the middle", HIGH }
  value Span { first: Integer(0..1000), last: Integer(0..1000) }
  value Box { spans: Span[0..5], label: String(0..20)? }
  aggregate Owner { id: Uuid }
  aggregate Thing {
    id code: Code
    count: Integer(0..1000)
    other: Integer(-1000..1000)
    big: Integer
    ratio: Number(0..10)
    name: String(0..40)
    nick: String(1..20)?
    on: Boolean
    off: Boolean = false
    day: Date
    until: Date?
    at: DateTime
    level: Level
    next: Level = LOW
    owner: ref Owner
    even: Even?
    later: Later?
    shout: Shout?
    repo: Repo?
    secret: Secret?
    extra: Json?
    box: Box
    spare: Box?
    numbers: Integer(-50..50)[0..6]
    words: String(1..12)[0..6]
    levels: Level[0..4]
    parts: Part[0..20]
    derived total: Integer = parts.sum(p => p.size)
    derived many: Boolean = parts.size > 3
    entity Part {
      id key: Uuid
      kind: String(1..20)
      size: Integer(0..500)
      weight: Integer(1..9) = 1
      tags: String(1..9)[0..3]
      level: Level?
    }
${rules.map(({ name, condition }) => `    rule ${name}: ${condition}`).join('\n')}
  }
}
`;
}

export const ruleShapes: readonly RuleShape[] = [
  { name: 'AtMost', condition: 'count <= 10' },
  { name: 'Below', condition: 'count < other' },
  { name: 'FieldAgainstField', condition: 'count + other >= big' },
  { name: 'Product', condition: 'count * other <= 100' },
  { name: 'Exact', condition: 'count == 7' },
  { name: 'Different', condition: 'count != other' },
  { name: 'Divided', condition: 'count / 3 == 4' },
  { name: 'Remainder', condition: 'count % 7 == 3' },
  { name: 'Negated', condition: '-other > count' },
  { name: 'NumberAtLeast', condition: 'ratio >= 2.5' },
  { name: 'Flag', condition: 'on' },
  { name: 'NotFlag', condition: 'not (on and off)' },
  { name: 'Implication', condition: 'on implies count > 100' },
  { name: 'TwoImplications', condition: '(on implies count > 5) and (off implies count < 3)' },
  { name: 'Either', condition: 'count > 900 or other < -900' },
  { name: 'EnumEquals', condition: 'level == HIGH' },
  { name: 'EnumIn', condition: 'level in [LOW, HIGH]' },
  { name: 'EnumNotIn', condition: 'not (level in [LOW, MIDDLE])' },
  { name: 'EnumRank', condition: 'level.rank >= next.rank' },
  { name: 'DateOrder', condition: 'until is present implies until > day' },
  { name: 'DateLiteral', condition: 'day >= "2025-01-01" and day <= "2025-12-31"' },
  { name: 'TimeOrder', condition: 'at < "2030-01-01T00:00:00.000Z"' },
  { name: 'Present', condition: 'nick is present' },
  { name: 'Absent', condition: 'spare is absent or on' },
  { name: 'PresentTogether', condition: 'nick is present implies repo is present' },
  { name: 'Fallback', condition: '(nick ?? name).size > 4' },
  { name: 'FallbackNumber', condition: '(even ?? 4) * 3 < count' },
  { name: 'StartsWith', condition: 'name.startsWith("re:")' },
  { name: 'EndsWith', condition: 'name.endsWith(".org")' },
  { name: 'Contains', condition: 'name.contains("@") and not name.contains(" ")' },
  { name: 'Blank', condition: 'not name.isBlank and name.isTrimmed' },
  { name: 'Lower', condition: 'name == name.lowerAscii' },
  { name: 'Matches', condition: 'name.matches(/[a-z]{2,4}(-[0-9]+)?/)' },
  { name: 'Length', condition: 'name.size == 12' },
  { name: 'TextAgainstText', condition: 'nick is present implies nick != name' },
  { name: 'TextOrder', condition: 'name < "m"' },
  { name: 'NotEmpty', condition: 'parts.size > 0' },
  { name: 'EnoughParts', condition: 'parts.size >= 3 and parts.size <= 5' },
  { name: 'All', condition: 'parts.all(p => p.size > 10)' },
  { name: 'Any', condition: 'parts.any(p => p.kind == "main")' },
  { name: 'None', condition: 'parts.none(p => p.level is present and p.level == HIGH)' },
  { name: 'Count', condition: 'parts.count(p => p.size >= 100) == 2' },
  { name: 'CountAgainstField', condition: 'parts.count(p => p.weight > 1) <= numbers.size' },
  { name: 'SumWithin', condition: 'parts.sum(p => p.size * p.weight) <= count' },
  { name: 'SumExactly', condition: 'parts.sum(p => p.size) == 1234' },
  { name: 'SumOfNumbers', condition: 'numbers.sum >= 100' },
  { name: 'UniqueKey', condition: 'parts.unique(p => p.kind)' },
  { name: 'UniqueWords', condition: 'words.unique' },
  { name: 'NestedLists', condition: 'parts.all(p => p.tags.any(t => t == p.kind))' },
  { name: 'NestedCount', condition: 'parts.any(p => p.tags.size >= 2 and p.tags.unique)' },
  { name: 'InsideValue', condition: 'box.spans.all(s => s.first <= s.last)' },
  { name: 'InsideOptional', condition: 'spare is present implies spare.spans.size > box.spans.size' },
  { name: 'InList', condition: 'name in words' },
  { name: 'NotInList', condition: 'not (count in numbers)' },
  { name: 'LevelsIn', condition: 'levels.all(l => l != LOW) and levels.size > 0' },
  { name: 'DerivedSum', condition: 'total > count' },
  { name: 'DerivedFlag', condition: 'many implies on' },
  { name: 'Branches', condition: 'if on then count > 10 else other < 0' },
  { name: 'BranchValue', condition: '(if level == HIGH then 10 else 100) >= count' },
  { name: 'Chain', condition: 'count < other and other < big' },
  { name: 'GrowsOnly', condition: 'count >= old.count' },
  { name: 'StaysHigh', condition: 'old.level == HIGH implies level == HIGH' },
  { name: 'OneStep', condition: 'level.rank <= old.level.rank + 1' },
  { name: 'KeepsParts', condition: 'old.parts.all(p => parts.any(q => q.key == p.key))' },
  { name: 'ChangesOften', condition: 'count != old.count or on' },
];
