import { registerEnumType } from 'type-graphql';

export enum Color {
  RED = 'RED',
  GREEN = 'GREEN',
  BLUE = 'BLUE',
}

registerEnumType(Color, { name: 'Color' });
