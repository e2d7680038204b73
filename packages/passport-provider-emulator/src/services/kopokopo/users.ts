import { type KopoKopoUser } from './switches';

export const kopokopoUsers: readonly KopoKopoUser[] = [
  {
    id: '2f6d0c1a-7b1e-4f5b-9c51-3a0e6d9b8c01',
    name: 'Sokha Núñez 🌾',
    email: 'sokha@example-business.com',
  },
  { id: '2f6d0c1a-7b1e-4f5b-9c51-3a0e6d9b8c02', name: 'Dara Lim', email: 'dara@example-business.com' },
];
