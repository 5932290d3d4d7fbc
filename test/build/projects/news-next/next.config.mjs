/** @type {import('next').NextConfig} */
const nextConfig = {
  output: 'standalone',
  poweredByHeader: false,
  // The same for all replicas.
  generateBuildId: () => 'news-1.0.0',
};

export default nextConfig;
