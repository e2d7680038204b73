import { documentProperties, idTokenProperties } from './http-properties';

const runs = Number(process.env['FC_RUNS'] ?? 300);
idTokenProperties(runs);
documentProperties(runs);
