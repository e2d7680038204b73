import { type EmulatedProvider } from './emulated-provider';

/** Options and callback URL as a call that can be pasted. A service without login has a client only. */
export function optionsSnippet({ title, printedOptions, client }: EmulatedProvider): string {
  const hasLogin = Object.hasOwn(printedOptions, 'authorizationURL');
  const callback = hasLogin ? { callbackURL: client.callbackURLs[0] ?? '' } : {};
  const lines = Object.entries({ ...printedOptions, ...callback }).map(
    ([name, value]) => `    ${name}: ${quoted(value)},`,
  );
  const constructorName = hasLogin ? 'Strategy' : `${title.replaceAll(' ', '')}Client`;
  const end = hasLogin ? ['  },', '  verify,', ')'] : ['  },', ')'];
  return [`new ${constructorName}(`, '  {', ...lines, ...end].join('\n');
}

/** All options as lines for a `.env` file. */
export function environmentLines({ environmentPrefix, options }: EmulatedProvider): string {
  return Object.entries(options as Readonly<Record<string, string>>)
    .map(([name, value]) => `${environmentPrefix}_${upperSnakeCase(name)}=${value}`)
    .join('\n');
}

/** `userProfileURL` is `USER_PROFILE_URL`. */
function upperSnakeCase(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
}

function quoted(value: string): string {
  return `'${value.replace(/['\\]/g, '\\$&')}'`;
}
