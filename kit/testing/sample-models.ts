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

contextmap {
  Catalogue [OHS, PL] -> [CF] Members
}
`,
      },
    ],
  },
  {
    name: 'a workshop',
    sources: [
      {
        file: 'sample.domain',
        text: `/** Who repairs what, and what that costs. */
model Workshop version 2

/** Repairs, from the quote to the bill. */
context Repairs {
  type Plate = String(1..10) matching /[A-Z0-9-]+/
  type Money = Decimal(0..100000, scale 2)
  enum Stage { ASKED, QUOTED, RUNNING, DONE, REFUSED }

  actor Customer
  actor Mechanic is Customer

  /** What has to be done. */
  value Work is one of {
    Replace = "replace" { part: String(1..40), price: Money }
    Clean { minutes: Integer(1..600) }
  }
  value Visit { from: DateTime, lasts: Duration, notes: Map(String(1..20), String(0..80))[0..8] }
  value Assembly depth 3 { part: String(1..40), within: Assembly[0..4] }
  value Address { host: Ipv4, range: Ipv4Cidr?, caller: Caller? }

  aggregate Repair {
    id number: Uuid generated
    plate: Plate
    stage: Stage = ASKED
    works: Work[0..20]
    visit: Visit?
    built: Assembly?
    reach: Address?
    total was sum since 2: Money = 0.00
    mileage deprecated "nobody reads it": Integer(0..2000000)?
    key plate, stage

    rule QuotedHasWorks: stage in [QUOTED, RUNNING, DONE] implies works.size > 0
      else "There is nothing to quote for"

    lifecycle stage {
      ASKED -> QUOTED on Quoted
      QUOTED -> RUNNING on Started
      RUNNING -> DONE on Finished
      ASKED, QUOTED -> REFUSED on Refused
      final DONE, REFUSED
    }

    event Asked { number, plate } creates
    event WorkFound { work: Work } adds work to works
    event Quoted version 2 { total } sets total was 1 { cents: Integer(0..10000000) } becomes { total: 0.00 }
    event Started { visit } sets visit
    event Finished
    event Refused { why: String(1..200) }

    create Ask { plate } allows Customer emits Asked
    command FindWork { work: Work }
      allows Mechanic
      requires stage == ASKED else TooLate "Work is found before it is quoted"
      emits WorkFound
    command Quote { total } allows Mechanic emits Quoted
    command Start { visit } allows Mechanic emits Started
    command Finish allows Mechanic emits Finished
    command Refuse { why: String(1..200) } allows Customer emits Refused
    command Estimate { minutes: Integer(1..600) } allows Mechanic by hand may emit WorkFound

    example asked: Repair { number: "00000000-0000-4000-8000-000000000001", plate: "B-1" }
    scenario "nothing starts without a quote"
      given asked
      when Finish
      then refused stage
  }

  /** Hours of work, rounded up. */
  calculation hours { minutes: Integer(1..600) }: Integer(0..11) = (minutes + 59) / 60
  calculation tidy { text: String(0..80) }: String(0..80) by hand

  repository Register of Repair { find all by stage order by plate }
  projection RepairLine of Repair { number, plate, stage }
  query OpenRepairs by stage?: RepairLine[] allows Mechanic order by plate page 20 max 100

  port Suppliers { order { part: String(1..40) }: Money fails OutOfStock }
  service Deliver { repair: ref Repair, part: String(1..40) }
    allows Mechanic
    step price = Suppliers.order { part } retry 2 timeout 10s
    step repair.Quote { total: price }
  policy Remind: 14d after Quoted unless Started do Deliver { repair, part: "reminder" }
}

external context Parts {
  enum State { ready, sold }
  value Offer { title: String(1..80), state: State? }
}

context Billing {
  enum Progress { OPEN, CLOSED }
  translation Parts.State to Progress { ready -> OPEN, sold -> CLOSED }
  aggregate Bill { id number: Integer(1..), progress: Progress = OPEN }
}

contextmap {
  Parts [OHS, PL] -> [ACL] Billing
}
`,
      },
    ],
  },
];
