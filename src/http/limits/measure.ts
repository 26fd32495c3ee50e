/** How large a set of selections is, fragments expanded. */
export interface Measure {
  /** Levels of fields, one for a leaf. */
  readonly depth: number;
  /** Fields at the uppermost level. */
  readonly fields: number;
  /** Fields with an alias, at all levels. */
  readonly aliases: number;
  /** The most aliases below any one field of the uppermost level. */
  readonly aliasesBelow: number;
  /** How many fields the answer can hold, leaving out `items`. */
  readonly cost: number;
  /** How many fields the answer can hold below `nodes` and `edges`: once for each item of the page around them. */
  readonly items: number;
  /** Characters that arguments hold, as often as their fields are answered, leaving out `itemInput`. */
  readonly input: number;
  /** Those below `nodes` and `edges`. */
  readonly itemInput: number;
}

/** What selects nothing. */
export const nothing: Measure = {
  depth: 0,
  fields: 0,
  aliases: 0,
  aliasesBelow: 0,
  cost: 0,
  items: 0,
  input: 0,
  itemInput: 0,
};

/** Of an object, all that is selected is answered. */
export function together(left: Measure, right: Measure): Measure {
  return {
    depth: Math.max(left.depth, right.depth),
    fields: left.fields + right.fields,
    aliases: bounded(left.aliases + right.aliases),
    aliasesBelow: Math.max(left.aliasesBelow, right.aliasesBelow),
    cost: bounded(left.cost + right.cost),
    items: bounded(left.items + right.items),
    input: bounded(left.input + right.input),
    itemInput: bounded(left.itemInput + right.itemInput),
  };
}

/** Of an object that can be of several types, the fields of one of them are answered; what is asked of all is read. */
export function alternatively(left: Measure, right: Measure): Measure {
  const both = together(left, right);
  return { ...both, cost: Math.max(left.cost, right.cost), items: Math.max(left.items, right.items) };
}

/** Fragments can double a number at each level; it need not be exact beyond every limit, only finite. */
export function bounded(size: number): number {
  return Math.min(size, Number.MAX_SAFE_INTEGER);
}
