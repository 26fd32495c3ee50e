import type { JsonValue } from '../../versioning/index.js';

/** A step that brings a snapshot of one shape into the next, as far as `migrate create` writes them; `palimpsest.begin_shape` takes all. */
export type ShapeStep =
  | { readonly add: string; readonly value: JsonValue }
  | { readonly rename: string; readonly to: string }
  | { readonly drop: string; readonly as: string | null }
  | { readonly map: string; readonly values: Readonly<Record<string, JsonValue>> }
  | { readonly fill: string; readonly value: JsonValue }
  | { readonly cast: string; readonly to: string }
  | { readonly among: string; readonly values: readonly string[] }
  | { readonly compute: string; readonly sql: string }
  | { readonly hide: string };
