export async function trustStore(_p: unknown): Promise<{ trust(r: string): Promise<void>; revoke(r: string): Promise<void> }> {
  return { trust: async () => {}, revoke: async () => {} };
}
