import type { CodegenConfig } from '@graphql-codegen/cli';
import { sdkPreset } from './sdk/codegen/sdk-preset.js';

/** Generates the SDK's documents, types and functions from the printed schema: `npm run codegen`. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'sdk/src/generated/': {
      preset: sdkPreset,
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        namingConvention: 'keep',
        inlineFragmentTypes: 'combine',
        strictScalars: true,
        useTypeImports: true,
        scalars: {
          ID: 'string',
          Date: 'string',
          DateTime: 'string',
          BigInt: 'string',
          Decimal: 'string',
          JSON: 'unknown',
          JSONObject: 'Record<string, unknown>',
        },
      },
    },
  },
};

export default config;
