/** What root keeps for every start on this machine. Only root can write there: nobody else can put programs in their place. */
export const sharedCache = '/var/cache/asbuilt';
