<?php
// composer-phar.php FILE: puts Debian's Composer with all that it loads into one file, as Composer's own image has it.
$phar = new Phar($argv[1], 0, 'composer.phar');
$phar->startBuffering();
$walk = new RecursiveIteratorIterator(
    new RecursiveDirectoryIterator('/usr/share/php', FilesystemIterator::SKIP_DOTS | FilesystemIterator::FOLLOW_SYMLINKS)
);
foreach ($walk as $file) {
    if ($file->isFile()) {
        $phar->addFromString(substr($file->getPathname(), strlen('/usr/')), file_get_contents($file->getPathname()));
    }
}
$main = preg_replace('/^#!.*\n/', '', file_get_contents('/usr/bin/composer'));
$phar->addFromString('bin/composer', $main);
$phar->setStub("#!/usr/bin/env php\n<?php Phar::mapPhar('composer.phar'); require 'phar://composer.phar/bin/composer'; __HALT_COMPILER();");
$phar->stopBuffering();
