/** The last part of the login and callback URLs, and the strategy's name. */
export type ServiceName = 'coinpay' | 'coinpay-published' | 'koompi' | 'koompi-kid' | 'konpro' | 'komerza';
