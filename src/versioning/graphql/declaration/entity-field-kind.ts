import { registerEnumType } from 'type-graphql';

/** What values of a field are, as far as showing, entering and comparing them is concerned. */
export enum EntityFieldKind {
  TEXT = 'TEXT',
  DOCUMENT = 'DOCUMENT',
  INTEGER = 'INTEGER',
  BIG_INTEGER = 'BIG_INTEGER',
  FLOAT = 'FLOAT',
  DECIMAL = 'DECIMAL',
  BOOLEAN = 'BOOLEAN',
  ENUM = 'ENUM',
  DATE = 'DATE',
  DATE_TIME = 'DATE_TIME',
  JSON = 'JSON',
  JSON_OBJECT = 'JSON_OBJECT',
  REFERENCE = 'REFERENCE',
  LINKS = 'LINKS',
  OTHER = 'OTHER',
}

registerEnumType(EntityFieldKind, {
  name: 'EntityFieldKind',
  description: 'What the values of a field are.',
  valuesConfig: {
    DOCUMENT: { description: 'A long text, which lists are neither filtered nor ordered by.' },
    BIG_INTEGER: { description: 'A whole number as a string: JSON may not hold it exactly.' },
    DECIMAL: { description: 'An exact number as a string.' },
    REFERENCE: { description: 'The id of one record.' },
    LINKS: { description: 'The ids of a set of records.' },
    OTHER: { description: 'Of a scalar of the program, which `type` names.' },
  },
});

const kinds: Readonly<Record<string, EntityFieldKind>> = {
  String: EntityFieldKind.TEXT,
  ID: EntityFieldKind.TEXT,
  Int: EntityFieldKind.INTEGER,
  BigInt: EntityFieldKind.BIG_INTEGER,
  Float: EntityFieldKind.FLOAT,
  Decimal: EntityFieldKind.DECIMAL,
  Boolean: EntityFieldKind.BOOLEAN,
  Date: EntityFieldKind.DATE,
  DateTime: EntityFieldKind.DATE_TIME,
  JSON: EntityFieldKind.JSON,
  JSONObject: EntityFieldKind.JSON_OBJECT,
};

/** The kind of the values of a scalar type. */
export function kindOfScalar(name: string): EntityFieldKind {
  return kinds[name] ?? EntityFieldKind.OTHER;
}
