import type { OpenServices } from './open-services';
import type { Presentation } from './services';

/** What the home page shows of a service. */
export interface Card extends Presentation {
  readonly isEmulated: boolean;
  readonly actions: readonly { readonly href: string; readonly label: string }[];
}

/** A card for each service. Sign-ins with the same service share one. */
export function cardsOf({
  services,
  kopokopo,
}: Pick<OpenServices, 'services' | 'kopokopo'>): readonly Card[] {
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
    const actions = group.map(({ href, variant }) => ({
      href,
      label: group.length > 1 && variant !== undefined ? `Sign in, ${variant}` : `Sign in with ${title}`,
    }));
    return [{ ...first, traits, actions }];
  });
  const { href } = kopokopo;
  return [...signIns, { ...kopokopo, actions: [{ href, label: 'Show the application token' }] }];
}
