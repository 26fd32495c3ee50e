/** Something is to be read that no plan knows of. */
export class Unplanned extends Error {
  override readonly name = 'Unplanned';
}
