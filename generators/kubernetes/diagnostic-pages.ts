import type { DiagnosticKind } from '../../pim/diagnostic.ts';

/**
 * An aggregate that becomes a custom resource holds a value that holds itself.
 *
 * The schema of a custom resource is written out to its end, without references (a structural
 * schema, in the words of apiextensions.k8s.io), so what can nest without end has none. The model
 * check [cyclic-containment](cyclic-containment.md) refuses such a structure for every platform,
 * before this target is asked; no model that passes it is reported here.
 *
 * Say what lies in what by naming it, in a flat list.
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Part {
 *     name: String(1..63)
 *     inside: String(1..63)?
 *   }
 *   aggregate Product {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     parts: Part[0..100]
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 * }
 * ```
 */
export const recursion: DiagnosticKind = { code: 'kubernetes-recursion', severity: 'error' };

/**
 * Two shapes of a `one of` value have a field of the same name and of different types.
 *
 * The schema of a custom resource has no alternatives: all fields of all shapes stand side by side, and rules
 * say which of them belong to which shape. A name can mean one thing only. Give one of the fields another
 * name, or both the same type.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Payment is one of {
 *     Card { number: String(16) }
 *     Voucher { number: Integer(1..9999) }
 *   }
 *   aggregate Order {
 *     id label: String(1..30) matching /[a-z0-9]+/
 *     payment: Payment
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Payment is one of {
 *     Card { number: String(16) }
 *     Voucher { code: Integer(1..9999) }
 *   }
 *   aggregate Order {
 *     id label: String(1..30) matching /[a-z0-9]+/
 *     payment: Payment
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 * }
 * ```
 */
export const shapesDiffer: DiagnosticKind = { code: 'kubernetes-shapes-differ', severity: 'error' };

/**
 * The marks of a context name an aggregate that the context does not have.
 *
 * Marks about an aggregate decide how its resource is called and what `kubectl get` shows of it.
 * Under a name that is no aggregate's they would reach nothing, and the resource would get the names
 * that are made up for it. Those are hard to change later: clients, roles and scripts depend on
 * them. Values and entities have no resource of their own and cannot be named here.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     paid: Boolean
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Oder { shortNames: [ord] }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     paid: Boolean
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { shortNames: [ord] }
 * }
 * ```
 */
export const unknownAggregate: DiagnosticKind = { code: 'kubernetes-unknown-aggregate', severity: 'error' };

/**
 * A mark names a field that the aggregate does not have.
 *
 * `status` decides which fields only a controller writes, and `columns` what `kubectl get` shows. A
 * field that `status` misses stays in the spec, where every user may write it. In `columns`, a name
 * may reach into a value: `git.branch`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     paid: Boolean
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { status: [payed] }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     paid: Boolean
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { status: [paid] }
 * }
 * ```
 */
export const unknownField: DiagnosticKind = { code: 'kubernetes-unknown-field', severity: 'error' };

/**
 * A field that the mark `columns` names cannot be shown in a column.
 *
 * `kubectl get` reads each column from one place of the stored object and prints one value there. A
 * list, a value with fields of its own, a `Secret` and a `Json` are more than one. A derived field
 * is computed, and is in the object only if the mark `status` names it, so that a controller
 * publishes it.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     weight: Integer(0..1000)
 *     derived heavy: Boolean = weight > 100
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { columns: [heavy] }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     weight: Integer(0..1000)
 *     derived heavy: Boolean = weight > 100
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { columns: [heavy], status: [heavy] }
 * }
 * ```
 */
export const column: DiagnosticKind = { code: 'kubernetes-column', severity: 'error' };

/**
 * The mark `status` names the aggregate's `id`.
 *
 * An object has its identity from the moment it is created, and whoever creates it chooses it: an id
 * that is text is the object's name (`metadata.name`), any other lies in its spec. The status is
 * written later and by a controller, and the API server drops it from a request that creates an
 * object, so an id there would be missing at first.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     paid: Boolean
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { status: [number, paid] }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     paid: Boolean
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { status: [paid] }
 * }
 * ```
 */
export const idInStatus: DiagnosticKind = { code: 'kubernetes-id-in-status', severity: 'error' };

/**
 * An aggregate's `id` becomes the name of an object, and allows names that Kubernetes refuses.
 *
 * The name of a custom resource's object has at most 253 lower-case letters, digits, `-` and `.` (an
 * RFC 1123 subdomain). The definition holds names to the limits of the model as well, so nothing
 * wrong gets in; but an id with another character, which the model and every other platform accept,
 * can never be stored in Kubernetes. Give the id a pattern and a length that keep to what Kubernetes
 * takes.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: String(1..300) }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: String(1..30) matching /[a-z0-9]+/ }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 * }
 * ```
 */
export const objectName: DiagnosticKind = { code: 'kubernetes-object-name', severity: 'warning' };

/**
 * The API server would refuse the definition.
 *
 * Every definition is held against the rules that apiextensions.k8s.io/v1 has for one, before it is
 * written: otherwise `kubectl apply` would be the first to say so, after the release. The message
 * says what is wrong, and where in the definition. Three things in a model can cause it: a group that
 * ends in `k8s.io` or `kubernetes.io`, which belong to Kubernetes itself; a name of more than 63
 * characters; and an aggregate so large that etcd could not store its definition. If it is none of
 * these, the error is ours: please report it, with the model.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     paid: Boolean
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.k8s.io"
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id number: String(1..30) matching /[a-z0-9]+/
 *     paid: Boolean
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 * }
 * ```
 */
export const structure: DiagnosticKind = { code: 'kubernetes-structure', severity: 'error' };

/**
 * Judging all rules of a full object would cost more than the API server spends.
 *
 * Kubernetes judges rules in CEL, counts a cost for every step, and stops at 10 000 000 units per
 * object: it then refuses the object, though the object keeps every rule. How far it gets depends on
 * the data, so this shows only when the lists have grown, in production. Pimento therefore computes
 * what the largest object that the bounds allow can cost at most. Each rule is affordable here, but
 * not all together. The message says which bound to lower, and to what: with that, and no more, all of
 * them fit. Of a rule that is too costly by itself the definition says so in a comment, in the same
 * words, as `pimento check --coverage` does.
 *
 * When it takes a definition, the API server also estimates what all its rules together can cost, and
 * refuses one above 100 000 000 units. It knows no bound of an object's name then: rules that match it
 * against long patterns are costly there.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Shelf {
 *     products: Integer(1..9999)[0..50]
 *     reserved: Integer(1..9999)[0..50]
 *     rule ProductsOnce: products.unique
 *     rule ReservedOnce: reserved.unique
 *   }
 *   aggregate Warehouse {
 *     id name: String(1..63) matching /[a-z0-9]+/
 *     shelves: Shelf[0..400]
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Shelf {
 *     products: Integer(1..9999)[0..50]
 *     reserved: Integer(1..9999)[0..50]
 *     rule ProductsOnce: products.unique
 *     rule ReservedOnce: reserved.unique
 *   }
 *   aggregate Warehouse {
 *     id name: String(1..63) matching /[a-z0-9]+/
 *     shelves: Shelf[0..200]
 *   }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 * }
 * ```
 */
export const cost: DiagnosticKind = { code: 'kubernetes-cost', severity: 'error' };

/**
 * Two aggregates would become resources of one name, or be written to one file.
 *
 * In an API group, a kind names one resource, and so does each name on the command line: its plural,
 * its singular and its short names. The API server takes the definition that comes first and never
 * serves the second. A kind also takes its own name with `List` after it. Give one aggregate another
 * name, or other marks.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 *   aggregate Offer { id number: Uuid }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { shortNames: [o] }
 *   Offer { shortNames: [o] }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order { id number: Uuid }
 *   aggregate Offer { id number: Uuid }
 * }
 * platform kubernetes for Sales {
 *   group: "shop.example.com"
 *   Order { shortNames: [ord] }
 *   Offer { shortNames: [off] }
 * }
 * ```
 */
export const nameClash: DiagnosticKind = { code: 'kubernetes-name-clash', severity: 'error' };
