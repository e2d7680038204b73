/** The properties of http.test.ts, many times more often; in two files, for two cores. */
import { idTokenProperties } from './http-properties';

idTokenProperties(Number(process.env['FC_RUNS'] ?? 10_000));
