/** Why a rule has no exact CEL, in the user's words. */
export class NotExpressible extends Error {}
