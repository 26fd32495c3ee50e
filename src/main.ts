#!/usr/bin/env node
import { reportFailure } from './cli/report-failure.js';
import { serve } from './cli/serve.js';

await reportFailure(serve);
