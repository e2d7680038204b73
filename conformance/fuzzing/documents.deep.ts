/** The properties of http.test.ts, many times more often; in two files, for two cores. */
import { documentProperties } from './http-properties';

documentProperties(Number(process.env['FC_RUNS'] ?? 10_000));
