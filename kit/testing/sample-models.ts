import type { SampleModel } from './target-under-test.ts';

/** Small models that together have every construct of the language: what any target must cope with. */
export const sampleModels: readonly SampleModel[] = [
  {
    name: 'the smallest model',
    sources: [
      {
        file: 'sample.domain',
        text: `model Smallest version 1
context Only {
  aggregate Thing { id: Uuid }
}
`,
      },
    ],
  },
  {
    name: 'a library',
    sources: [
      {
        file: 'sample.domain',
        text: `/** What a library lends. */
model Library version 3

/** Books and their copies. */
context Catalogue {
  /** Thirteen digits. */
  type Isbn = String(13) matching /97[89][0-9]{10}/
  type Title = String(1..200) where it.isTrimmed and not it.isBlank else "A title neither begins nor ends with a blank"
  type ShortTitle = Title where it.size <= 40
  type Even = Integer(0..1000) where it % 2 == 0
  type Share = Number(0..1)

  /** How well a copy has survived. */
  enum Condition {
    /** As from the printer. */
    NEW
    WORN = "a bit worn"
    LOST = "it's \\"lost\\""
  }

  /**
   * Where a copy stands.
   *
   * Rooms have names, shelves have numbers.
   */
  value Place {
    room: String(1..40)
    shelf: Integer(1..500) = 1
    note: String(0..100)?
    rule NoteForFarShelves: shelf > 400 implies note is present else "Say how to reach a shelf this far away"
    derived label: String(0..100) = note ?? room
  }

  aggregate Book {
    id isbn: Isbn
    title: Title
    subtitle: ShortTitle?
    published: Date
    pages: Integer(1..20000)
    weight: Number(0.01..50)?
    keywords: String(1..30)[0..8] unique
    copies: Copy[0..50]
    home: Place
    spare: Place?
    share: Share = 0.5
    details: Json?
    lendable: Boolean = true
    derived count: Integer = copies.size
    derived ready: Boolean = copies.any(c => c.condition == NEW)

    /** One of the books on the shelf. */
    entity Copy {
      id number: Integer(1..9999)
      condition: Condition = NEW
      bought: Date
      even: Even
      rule EarlyNumbersAreWorn: number < 10 implies condition != NEW
    }

    rule AtMostForty: count <= 40
    rule LendableHasCopies: lendable implies copies.size > 0 else "A book that can be lent has a copy"
    rule BoughtOneByOne: copies.unique(c => c.bought)
    rule NoBlankKeyword: keywords.none(k => k.isBlank)
    rule SpareElsewhere: spare is absent or spare.room != home.room else "The spare place is in another room"
    rule OldBooksAreThin: published < "1900-01-01" implies pages <= 2000
    rule TitleNeverChanges: title == old.title
    rule WeightKnown: (if weight is present then weight else 1) > 0.05
  }
}

context Members {
  type MemberNumber = Integer(1..999999)
  enum State { ACTIVE, SUSPENDED, LEFT }

  aggregate Member {
    id number: MemberNumber
    name: String(1..100)
    mail: Email?
    homepage: Url?
    host: Hostname?
    address: Ipv4?
    token: Uuid
    password: Secret?
    joined: DateTime
    state: State = ACTIVE
    favourites: ref Catalogue.Book[0..5] unique
    last: ref Catalogue.Book?
    rule StateByRank: state.rank >= old.state.rank else "Who has left does not come back"
    rule ActiveCanBeReached: state == ACTIVE implies mail is present or homepage is present
  }
}
`,
      },
    ],
  },
];
