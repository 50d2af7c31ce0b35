-- the sources whose documents may be at hand
SELECT pos, source, filename, sha256, bytes, characters FROM live WHERE op = 'source' AND filename IS NOT NULL ORDER BY pos
