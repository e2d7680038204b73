import { isOnPage, signInAddress } from './members';
import type { OpenServices } from './open-services';
import type { Link } from './problem';
import type { Presentation } from './services';

/** What the home page shows of a service. */
export interface Card extends Presentation {
  readonly isEmulated: boolean;
  readonly actions: readonly Link[];
}

/**
 * A card for each service. Sign-ins with the same service share one.
 *
 * @param returnTo - where somebody wanted to go: a sign-in with the service of that page leads there
 */
export function cardsOf(
  { services, kopokopo }: Pick<OpenServices, 'services' | 'kopokopo'>,
  returnTo = '',
): readonly Card[] {
  const titles = [...new Set(services.map(({ title }) => title))];
  const signIns = titles.flatMap((title): readonly Card[] => {
    const group = services.filter((service) => service.title === title);
    const [first] = group;
    if (!first) return [];
    const { client } = first.strategy;
    const traits = [
      ...first.traits,
      ...(client.refresh ? ['Refresh'] : []),
      ...(client.revoke ? ['Revocation'] : []),
    ];
    const actions = group.map((service) => ({
      href: isOnPage(service, returnTo) ? signInAddress(service, returnTo) : service.href,
      label:
        group.length > 1 && service.variant !== undefined
          ? `Sign in, ${service.variant}`
          : `Sign in with ${title}`,
    }));
    return [{ ...first, traits, actions }];
  });
  const { href } = kopokopo;
  return [...signIns, { ...kopokopo, actions: [{ href, label: 'Show token and payments' }] }];
}
