// Generated from scripts/debian-libraries/libraries.jsonl by scripts/generate-debian-libraries.ts; do not edit.
// The format is described in debian-libraries.ts.
// Debian's lists of packages as of 2026-11-21.

export const releases = '11|12|13';

export const libraries = `
binutils-dev libbinutils,libctf-nobfd0,libctf0|=|libbinutils,libctf-nobfd0,libctf0,libgprofng0,libsframe1
coinor-libcbc-dev coinor-libcbc3|=|coinor-libcbc3.1
coinor-libclp-dev coinor-libclp1
coinor-libipopt-dev coinor-libipopt1v5|=|coinor-libipopt3
comerr-dev libcom-err2
cppzmq-dev ?|libzmq5
default-libmysqlclient-dev libmariadb3
e2fslibs-dev libcom-err2,libext2fs2|=|libcom-err2,libext2fs2t64
firebird-dev libfbclient2,libib-util
freeglut3-dev freeglut3|libglut3.12
freetds-dev libct4,libsybdb5
krb5-multidev libgssapi-krb5-2,libgssrpc4,libk5crypto3,libkadm5clnt-mit12,libkadm5srv-mit12,libkrb5-3|=|libgssapi-krb5-2,libgssrpc4t64,libk5crypto3,libkadm5clnt-mit12,libkadm5srv-mit12,libkrb5-3
libabsl-dev libabsl20200923|libabsl20220623|libabsl20240722
libacl1-dev libacl1
libaec-dev libaec0,libsz2
libaio-dev libaio1|=|libaio1t64
liballegro5-dev liballegro5.2|=|liballegro5.2t64
libao-dev libao4
libaom-dev libaom0|libaom3
libappindicator3-dev libayatana-appindicator3-1
libapr1-dev libapr1|=|libapr1t64
libaprutil1-dev libaprutil1|=|libaprutil1t64
libarchive-dev libarchive13|=|libarchive13t64
libargon2-0-dev libargon2-1|=|?
libargon2-dev libargon2-1
libarpack2-dev libarpack2|=|libarpack2t64
libasio-dev
libasound-dev libasound2|=|libasound2t64
libasound2-dev libasound2|=|libasound2t64
libaspell-dev libaspell15
libass-dev libass9
libassuan-dev libassuan0|=|libassuan9
libatk-bridge2.0-dev libatk-bridge2.0-0|libatk-bridge2.0-0,libatk1.0-0,libatspi2.0-0|libatk-bridge2.0-0t64,libatk1.0-0t64,libatspi2.0-0t64
libatk1.0-dev libatk1.0-0|=|libatk1.0-0t64
libatlas-base-dev libatlas3-base|=|?
libatspi2.0-dev libatspi2.0-0|=|libatspi2.0-0t64
libattr1-dev libattr1
libavahi-client-dev libavahi-client3,libavahi-common3
libavahi-compat-libdnssd-dev libavahi-client3,libavahi-common3,libavahi-compat-libdnssd1
libavcodec-dev libavcodec58,libavutil56,libswresample3|libavcodec59,libavutil57,libswresample4|libavcodec61,libavutil59,libswresample5
libavdevice-dev libavcodec58,libavdevice58,libavfilter7,libavformat58,libavutil56,libpostproc55,libswresample3,libswscale5|libavcodec59,libavdevice59,libavfilter8,libavformat59,libavutil57,libpostproc56,libswresample4,libswscale6|libavcodec61,libavdevice61,libavfilter10,libavformat61,libavutil59,libpostproc58,libswresample5,libswscale8
libavfilter-dev libavcodec58,libavfilter7,libavformat58,libavutil56,libpostproc55,libswresample3,libswscale5|libavcodec59,libavfilter8,libavformat59,libavutil57,libpostproc56,libswresample4,libswscale6|libavcodec61,libavfilter10,libavformat61,libavutil59,libpostproc58,libswresample5,libswscale8
libavformat-dev libavcodec58,libavformat58,libavutil56,libswresample3|libavcodec59,libavformat59,libavutil57,libswresample4|libavcodec61,libavformat61,libavutil59,libswresample5
libavif-dev libavif9|libavif15|libavif16
libavresample-dev libavresample4,libavutil56|?
libavutil-dev libavutil56|libavutil57|libavutil59
libayatana-appindicator3-dev libayatana-appindicator3-1
libbenchmark-dev libbenchmark1|libbenchmark1debian|libbenchmark1.9.1
libblas-dev libblas3
libblkid-dev libblkid1,libuuid1
libblosc-dev libblosc1
libbluetooth-dev libbluetooth3
libboost-atomic-dev libboost-atomic1.74.0|=|libboost-atomic1.83.0
libboost-chrono-dev libboost-chrono1.74.0|=|libboost-chrono1.83.0t64
libboost-container-dev libboost-container1.74.0|=|libboost-container1.83.0
libboost-context-dev libboost-atomic1.74.0,libboost-chrono1.74.0,libboost-context1.74.0,libboost-date-time1.74.0,libboost-serialization1.74.0,libboost-system1.74.0,libboost-thread1.74.0|=|libboost-atomic1.83.0,libboost-chrono1.83.0t64,libboost-context1.83.0,libboost-date-time1.83.0,libboost-serialization1.83.0,libboost-system1.83.0,libboost-thread1.83.0
libboost-coroutine-dev libboost-atomic1.74.0,libboost-chrono1.74.0,libboost-context1.74.0,libboost-coroutine1.74.0,libboost-date-time1.74.0,libboost-serialization1.74.0,libboost-system1.74.0,libboost-thread1.74.0|=|libboost-atomic1.83.0,libboost-chrono1.83.0t64,libboost-context1.83.0,libboost-coroutine1.83.0,libboost-date-time1.83.0,libboost-serialization1.83.0,libboost-system1.83.0,libboost-thread1.83.0
libboost-date-time-dev libboost-date-time1.74.0,libboost-serialization1.74.0|=|libboost-date-time1.83.0,libboost-serialization1.83.0
libboost-dev
libboost-fiber-dev libboost-atomic1.74.0,libboost-chrono1.74.0,libboost-context1.74.0,libboost-date-time1.74.0,libboost-fiber1.74.0,libboost-filesystem1.74.0,libboost-serialization1.74.0,libboost-system1.74.0,libboost-thread1.74.0|=|libboost-atomic1.83.0,libboost-chrono1.83.0t64,libboost-context1.83.0,libboost-date-time1.83.0,libboost-fiber1.83.0,libboost-filesystem1.83.0,libboost-serialization1.83.0,libboost-system1.83.0,libboost-thread1.83.0
libboost-filesystem-dev libboost-filesystem1.74.0,libboost-system1.74.0|=|libboost-atomic1.83.0,libboost-filesystem1.83.0,libboost-system1.83.0
libboost-filesystem1.74-dev libboost-filesystem1.74.0,libboost-system1.74.0|=|?
libboost-filesystem1.83-dev ?|=|libboost-atomic1.83.0,libboost-filesystem1.83.0,libboost-system1.83.0
libboost-graph-dev libboost-graph1.74.0,libboost-regex1.74.0,libboost-serialization1.74.0,libboost-test1.74.0|=|libboost-graph1.83.0,libboost-regex1.83.0,libboost-serialization1.83.0,libboost-test1.83.0
libboost-iostreams-dev libboost-iostreams1.74.0,libboost-regex1.74.0|=|libboost-iostreams1.83.0,libboost-regex1.83.0
libboost-json-dev ?|=|libboost-container1.83.0,libboost-json1.83.0,libboost-system1.83.0
libboost-locale-dev libboost-atomic1.74.0,libboost-chrono1.74.0,libboost-date-time1.74.0,libboost-locale1.74.0,libboost-serialization1.74.0,libboost-system1.74.0,libboost-thread1.74.0|=|libboost-atomic1.83.0,libboost-chrono1.83.0t64,libboost-date-time1.83.0,libboost-locale1.83.0,libboost-serialization1.83.0,libboost-system1.83.0,libboost-thread1.83.0
libboost-log-dev libboost-atomic1.74.0,libboost-chrono1.74.0,libboost-date-time1.74.0,libboost-filesystem1.74.0,libboost-log1.74.0,libboost-regex1.74.0,libboost-serialization1.74.0,libboost-system1.74.0,libboost-thread1.74.0|=|libboost-atomic1.83.0,libboost-chrono1.83.0t64,libboost-date-time1.83.0,libboost-filesystem1.83.0,libboost-log1.83.0,libboost-regex1.83.0,libboost-serialization1.83.0,libboost-system1.83.0,libboost-thread1.83.0
libboost-math-dev libboost-math1.74.0|=|libboost-math1.83.0
libboost-program-options-dev libboost-program-options1.74.0|=|libboost-program-options1.83.0
libboost-program-options1.74-dev libboost-program-options1.74.0|=|?
libboost-program-options1.83-dev ?|=|libboost-program-options1.83.0
libboost-python-dev libboost-python1.74.0|=|libboost-python1.83.0
libboost-random-dev libboost-random1.74.0,libboost-system1.74.0|=|libboost-random1.83.0,libboost-system1.83.0
libboost-regex-dev libboost-regex1.74.0|=|libboost-regex1.83.0
libboost-serialization-dev libboost-serialization1.74.0|=|libboost-serialization1.83.0
libboost-system-dev libboost-system1.74.0|=|libboost-system1.83.0
libboost-system1.74-dev libboost-system1.74.0|=|?
libboost-system1.83-dev ?|=|libboost-system1.83.0
libboost-test-dev libboost-test1.74.0|=|libboost-test1.83.0
libboost-thread-dev libboost-atomic1.74.0,libboost-chrono1.74.0,libboost-date-time1.74.0,libboost-serialization1.74.0,libboost-system1.74.0,libboost-thread1.74.0|=|libboost-atomic1.83.0,libboost-chrono1.83.0t64,libboost-date-time1.83.0,libboost-serialization1.83.0,libboost-system1.83.0,libboost-thread1.83.0
libboost-thread1.74-dev libboost-atomic1.74.0,libboost-chrono1.74.0,libboost-date-time1.74.0,libboost-serialization1.74.0,libboost-system1.74.0,libboost-thread1.74.0|=|?
libboost-thread1.83-dev ?|=|libboost-atomic1.83.0,libboost-chrono1.83.0t64,libboost-date-time1.83.0,libboost-serialization1.83.0,libboost-system1.83.0,libboost-thread1.83.0
libboost-timer-dev libboost-chrono1.74.0,libboost-timer1.74.0|=|libboost-chrono1.83.0t64,libboost-timer1.83.0
libboost-url-dev ?|=|libboost-system1.83.0,libboost-url1.83.0
libboost1.74-dev |=|?
libboost1.81-dev ?||?
libboost1.83-dev ?|=|
libbotan-2-dev libbotan-2-17|libbotan-2-19
libbpf-dev libbpf0|libbpf1
libbrotli-dev libbrotli1
libbsd-dev libbsd0
libbson-dev libbson-1.0-0|=|libbson-1.0-0t64
libbz2-dev libbz2-1.0
libc++-dev libc++1-11|libc++1-14,libunwind-14|libc++1-19,libc++abi1-19,libunwind-19
libc++abi-dev libc++abi1-11|libc++abi1-14|libc++abi1-19
libc-ares-dev libc-ares2|=|libcares2
libc-client-dev libc-client2007e|=|?
libc-client2007e-dev libc-client2007e|=|?
libcairo2-dev libcairo-gobject2,libcairo-script-interpreter2,libcairo2
libcap-dev libcap2
libcapnp-dev libcapnp-0.7.0|libcapnp-0.9.2|libcapnp-1.1.0
libcapstone-dev libcapstone4|=|libcapstone5
libcfitsio-dev libcfitsio9|libcfitsio10|libcfitsio10t64
libcgif-dev ?|libcgif0
libchardet-dev libchardet1|=|libchardet1t64
libchromaprint-dev libchromaprint1
libcjson-dev libcjson1
libclang-11-dev libclang1-11,libllvm11|?
libclang-14-dev ?|libclang1-14,libllvm14|?
libclang-15-dev ?|libclang1-15,libllvm15|?
libclang-16-dev libclang1-16,libllvm16|=|?
libclang-19-dev ?|libclang1-19
libclang-dev libclang1-11,libllvm11|libclang1-14,libllvm14|libclang1-19
libcli11-dev ?|
libcmark-dev libcmark0.29.0|libcmark0.30.2
libcmocka-dev libcmocka0
libcpp-httplib-dev ?|libcpp-httplib0.11|libcpp-httplib0.18
libcrypt-dev libcrypt1
libcrypto++-dev libcrypto++8|=|libcrypto++8t64
libcups2-dev libcups2,libcupsimage2|=|libcups2t64,libcupsimage2t64
libcupsimage2-dev libcups2,libcupsimage2|=|libcups2t64,libcupsimage2t64
libcurl3-dev libcurl4|=|libcurl4t64
libcurl4-gnutls-dev libcurl3-gnutls|=|libcurl3t64-gnutls
libcurl4-nss-dev libcurl3-nss|=|?
libcurl4-openssl-dev libcurl4|=|libcurl4t64
libcxxopts-dev
libczmq-dev libczmq4
libdav1d-dev libdav1d4|libdav1d6|libdav1d7
libdb++-dev libdb5.3,libdb5.3++|=|?
libdb-dev libdb5.3|=|libdb5.3t64
libdb5.3++-dev libdb5.3,libdb5.3++|=|libdb5.3++t64,libdb5.3t64
libdb5.3-dev libdb5.3|=|libdb5.3t64
libdbus-1-dev libdbus-1-3
libdc1394-dev libdc1394-25
libde265-dev libde265-0
libdeflate-dev libdeflate0
libdevmapper-dev libdevmapper-event1.02.1,libdevmapper1.02.1
libdouble-conversion-dev libdouble-conversion3
libdrm-dev libdrm-amdgpu1,libdrm-intel1,libdrm-nouveau2,libdrm-radeon1,libdrm2
libdw-dev libdw1,libelf1|=|libdw1t64,libelf1t64
libeccodes-dev libeccodes0
libedit-dev libedit2
libegl-dev libegl1,libgl1,libglx0
libegl1-mesa-dev libegl1,libgl1,libgles1,libgles2,libglvnd0,libglx0,libopengl0
libeigen3-dev
libelf-dev libelf1|=|libelf1t64
libenchant-2-dev libenchant-2-2
libepoxy-dev libepoxy0
libespeak-ng-dev libespeak-ng1
libev-dev libev4|=|libev4t64
libevdev-dev libevdev2
libevent-dev libevent-2.1-7,libevent-core-2.1-7,libevent-extra-2.1-7,libevent-openssl-2.1-7,libevent-pthreads-2.1-7|=|libevent-2.1-7t64,libevent-core-2.1-7t64,libevent-extra-2.1-7t64,libevent-openssl-2.1-7t64,libevent-pthreads-2.1-7t64
libexif-dev libexif12
libexiv2-dev libexiv2-27|=|libexiv2-28
libexpat-dev libexpat1
libexpat1-dev libexpat1
libext2fs-dev libcom-err2,libext2fs2|=|libcom-err2,libext2fs2t64
libfaad-dev libfaad2
libfcgi-dev libfcgi0ldbl|=|libfcgi0t64
libffi-dev libffi7|libffi8
libfftw3-dev libfftw3-double3,libfftw3-long3,libfftw3-quad3,libfftw3-single3
libfido2-dev libfido2-1
libflac++-dev libflac++6v5,libflac8|libflac++10,libflac12|libflac++11,libflac14
libflac-dev libflac8|libflac12|libflac14
libflatbuffers-dev libflatbuffers1|libflatbuffers2|libflatbuffers23.5.26
libfluidsynth-dev libfluidsynth2|libfluidsynth3
libfmt-dev libfmt7|libfmt9|libfmt10
libfontconfig-dev libfontconfig1
libfontconfig1-dev libfontconfig1
libfreeimage-dev libfreeimage3
libfreetype-dev libfreetype6
libfreetype6-dev libfreetype6
libfribidi-dev libfribidi0
libftdi-dev libftdi1
libftdi1-dev libftdi1-2
libfuse-dev libfuse2|=|libfuse2t64
libfuse3-dev libfuse3-3|=|libfuse3-4
libgbm-dev libgbm1
libgc-dev libgc1
libgcrypt-dev libgcrypt20
libgcrypt20-dev libgcrypt20
libgd-dev libgd3
libgdal-dev libgdal28|libgdal32|libgdal36
libgdbm-compat-dev libgdbm-compat4|libgdbm-compat4,libgdbm6|libgdbm-compat4t64,libgdbm6t64
libgdbm-dev libgdbm6|=|libgdbm6t64
libgdk-pixbuf-2.0-dev libgdk-pixbuf-2.0-0
libgdk-pixbuf2.0-dev libgdk-pixbuf-xlib-2.0-0|=|?
libgeoip-dev libgeoip1|=|libgeoip1t64
libgeos++-dev libgeos-3.9.0,libgeos-c1v5|libgeos-c1v5,libgeos3.11.1|libgeos-c1t64,libgeos3.13.1
libgeos-dev libgeos-c1v5|=|libgeos-c1t64
libgexiv2-dev libgexiv2-2
libgflags-dev libgflags2.2
libgif-dev libgif7
libgit2-dev libgit2-1.1|libgit2-1.5|libgit2-1.9
libgl-dev libgl1,libglx0
libgl1-mesa-dev libegl1,libgl1,libgles1,libgles2,libglvnd0,libglx0,libopengl0
libgles-dev libegl1,libgl1,libgles1,libgles2,libglx0
libgles2-mesa-dev libegl1,libgl1,libgles1,libgles2,libglvnd0,libglx0,libopengl0
libglew-dev libglew2.1|libglew2.2
libglfw3-dev libglfw3
libglib2.0-dev libglib2.0-0|=|libgirepository-2.0-0,libglib2.0-0t64
libglibmm-2.4-dev libglibmm-2.4-1v5|=|libglibmm-2.4-1t64
libglm-dev
libglpk-dev libglpk40
libglu1-mesa-dev libglu1-mesa
libglut-dev ?|libglut3.12
libglx-dev libglx0
libgmock-dev
libgmp-dev libgmp10,libgmpxx4ldbl
libgmp3-dev libgmp10,libgmpxx4ldbl
libgnutls28-dev libgnutls-dane0,libgnutls-openssl27,libgnutls30,libgnutlsxx28|libgnutls-dane0,libgnutls-openssl27,libgnutls30,libgnutlsxx30|libgnutls-dane0t64,libgnutls-openssl27t64,libgnutls30t64
libgoogle-glog-dev libgoogle-glog0v5|libgoogle-glog0v6|libgoogle-glog0v6t64
libgoogle-perftools-dev libgoogle-perftools4,libtcmalloc-minimal4|=|libgoogle-perftools4t64,libtcmalloc-minimal4t64
libgpg-error-dev libgpg-error0
libgpgme-dev libgpgme11|=|libgpgme11t64
libgpgme11-dev libgpgme11|=|libgpgme11t64
libgpiod-dev libgpiod2|=|libgpiod3
libgraphicsmagick++1-dev libgraphicsmagick++-q16-12,libgraphicsmagick-q16-3|=|libgraphicsmagick++-q16-12t64,libgraphicsmagick-q16-3t64
libgraphicsmagick1-dev libgraphicsmagick-q16-3|=|libgraphicsmagick-q16-3t64
libgraphite2-dev libgraphite2-3
libgraphviz-dev libcdt5,libcgraph6,libgvc6,libgvc6-plugins-gtk,libgvpr2,liblab-gamut1,libpathplan4,libxdot4
libgrpc++-dev libgrpc++1,libgrpc10|libgrpc++1.51,libgrpc29|libgrpc++1.51t64,libgrpc29t64
libgrpc-dev libgrpc10|libgrpc29|libgrpc29t64
libgsf-1-dev libgsf-1-114
libgsl-dev libgsl25,libgslcblas0|libgsl27,libgslcblas0|libgsl28,libgslcblas0
libgstreamer-plugins-bad1.0-dev libgstreamer-opencv1.0-0,libgstreamer-plugins-bad1.0-0
libgstreamer-plugins-base1.0-dev libgstreamer-gl1.0-0,libgstreamer-plugins-base1.0-0
libgstreamer1.0-dev libgstreamer1.0-0
libgstrtspserver-1.0-dev libgstrtspserver-1.0-0
libgtest-dev
libgtk-3-dev libgtk-3-0|=|libgtk-3-0t64
libgtk-4-dev ?|libgtk-4-1
libgtk2.0-dev libgtk2.0-0,libgtk2.0-common|=|libgtk2.0-0t64,libgtk2.0-common
libgtkmm-3.0-dev libgtkmm-3.0-1v5|=|libgtkmm-3.0-1t64
libharfbuzz-dev libharfbuzz-gobject0,libharfbuzz-icu0,libharfbuzz0b|libharfbuzz-gobject0,libharfbuzz-icu0,libharfbuzz-subset0,libharfbuzz0b|libharfbuzz-cairo0,libharfbuzz-gobject0,libharfbuzz-icu0,libharfbuzz-subset0,libharfbuzz0b
libhashkit-dev libhashkit2|=|libhashkit2t64
libhdf5-dev libhdf5-103-1,libhdf5-cpp-103-1,libhdf5-fortran-102,libhdf5-hl-100,libhdf5-hl-cpp-100,libhdf5-hl-fortran-100|=|libhdf5-310,libhdf5-cpp-310,libhdf5-fortran-310,libhdf5-hl-310,libhdf5-hl-cpp-310,libhdf5-hl-fortran-310
libhdf5-serial-dev libhdf5-103-1,libhdf5-cpp-103-1,libhdf5-fortran-102,libhdf5-hl-100,libhdf5-hl-cpp-100,libhdf5-hl-fortran-100|=|libhdf5-310,libhdf5-cpp-310,libhdf5-fortran-310,libhdf5-hl-310,libhdf5-hl-cpp-310,libhdf5-hl-fortran-310
libheif-dev libheif1
libhidapi-dev libhidapi-hidraw0,libhidapi-libusb0
libhiredis-dev libhiredis0.14|=|libhiredis1.1.0
libhwloc-dev libhwloc15
libhyperscan-dev libhyperscan5
libi2c-dev libi2c0
libice-dev libice6
libicu-dev libicu67|libicu72|libicu76
libidn-dev ?|libidn12
libidn11-dev libidn11|libidn12
libidn2-0-dev libidn2-0
libidn2-dev libidn2-0
libilmbase-dev libilmbase25|libimath-3-1-29|libimath-3-1-29t64
libimagequant-dev libimagequant0
libimath-dev ?|libimath-3-1-29|libimath-3-1-29t64
libinput-dev libinput10
libiodbc2-dev libiodbc2
libisal-dev libisal2
libjack-dev libjack0
libjack-jackd2-dev libjack-jackd2-0
libjansson-dev libjansson4
libjavascriptcoregtk-4.0-dev libjavascriptcoregtk-4.0-18|=|?
libjavascriptcoregtk-4.1-dev ?|libjavascriptcoregtk-4.1-0
libjemalloc-dev libjemalloc2
libjpeg-dev libjpeg62-turbo
libjpeg62-turbo-dev libjpeg62-turbo
libjson-c-dev libjson-c5
libjsoncpp-dev libjsoncpp24|libjsoncpp25|libjsoncpp26
libjxl-dev ?|libjxl0.7|libjxl0.11
libkeyutils-dev libkeyutils1
libkrb5-dev libgssapi-krb5-2,libgssrpc4,libk5crypto3,libkadm5clnt-mit12,libkadm5srv-mit12,libkrb5-3|=|libgssapi-krb5-2,libgssrpc4t64,libk5crypto3,libkadm5clnt-mit12,libkadm5srv-mit12,libkrb5-3
liblapack-dev libblas3,liblapack3
liblapacke-dev libblas3,liblapack3,liblapacke,libtmglib3
liblcms2-dev liblcms2-2
libldap-dev libldap-2.4-2|libldap-2.5-0|libldap2
libldap2-dev libldap-2.4-2|libldap-2.5-0|libldap2
libldns-dev libldns3|=|libldns3t64
libleptonica-dev liblept5|=|libleptonica6
libleveldb-dev libleveldb1d
liblmdb-dev liblmdb0
libltdl-dev libltdl7
liblua5.1-0-dev liblua5.1-0
liblua5.2-dev liblua5.2-0
liblua5.3-dev liblua5.3-0
liblua5.4-dev liblua5.4-0
libluajit-5.1-dev libluajit-5.1-2
liblz4-dev liblz4-1
liblzma-dev liblzma5
liblzo2-dev liblzo2-2
libmad0-dev libmad0
libmagic-dev libmagic1|=|libmagic1t64
libmagick++-6.q16-dev libmagick++-6.q16-8,libmagickcore-6.q16-6,libmagickcore-6.q16-6-extra,libmagickwand-6.q16-6|=|?
libmagick++-dev libmagick++-6.q16-8,libmagickcore-6.q16-6,libmagickcore-6.q16-6-extra,libmagickwand-6.q16-6|=|libmagick++-7.q16-5,libmagickcore-7.q16-10,libmagickcore-7.q16-10-extra,libmagickwand-7.q16-10
libmagickcore-6.q16-dev libmagickcore-6.q16-6,libmagickcore-6.q16-6-extra|=|?
libmagickcore-dev libmagickcore-6.q16-6,libmagickcore-6.q16-6-extra|=|libmagickcore-7.q16-10,libmagickcore-7.q16-10-extra
libmagickwand-6.q16-dev libmagickcore-6.q16-6,libmagickcore-6.q16-6-extra,libmagickwand-6.q16-6|=|?
libmagickwand-7.q16-dev ?|=|libmagickcore-7.q16-10,libmagickcore-7.q16-10-extra,libmagickwand-7.q16-10
libmagickwand-dev libmagickcore-6.q16-6,libmagickcore-6.q16-6-extra,libmagickwand-6.q16-6|=|libmagickcore-7.q16-10,libmagickcore-7.q16-10-extra,libmagickwand-7.q16-10
libmariadb-dev libmariadb3
libmariadb-dev-compat libmariadb3
libmariadbd-dev libmariadb3,libmariadbd19|=|libmariadb3,libmariadbd19t64
libmaxminddb-dev libmaxminddb0
libmbedtls-dev libmbedcrypto3,libmbedtls12,libmbedx509-0|libmbedcrypto7,libmbedtls14,libmbedx509-1|libmbedcrypto16,libmbedtls21,libmbedx509-7
libmcrypt-dev libmcrypt4
libmecab-dev libmecab2
libmemcached-dev libhashkit2,libmemcached11,libmemcachedutil2|=|libhashkit2t64,libmemcached11t64,libmemcachedutil2t64
libmetis-dev libmetis5
libmhash-dev libmhash2
libmicrohttpd-dev libmicrohttpd12|=|libmicrohttpd12t64
libmimalloc-dev ?|libmimalloc2.0|libmimalloc3
libminizip-dev libminizip1|=|libminizip1t64
libmnl-dev libmnl0
libmodbus-dev libmodbus5
libmodsecurity-dev libmodsecurity3|=|libmodsecurity3t64
libmongoc-dev libbson-1.0-0,libmongoc-1.0-0|=|libbson-1.0-0t64,libmongoc-1.0-0t64
libmongocrypt-dev libmongocrypt0
libmosquitto-dev libmosquitto1
libmosquittopp-dev libmosquitto1,libmosquittopp1
libmount-dev libblkid1,libmount1,libuuid1
libmp3lame-dev libmp3lame0
libmpc-dev libmpc3
libmpdec-dev libmpdec3|?|libmpdec4
libmpfr-dev libmpfr6
libmpg123-dev libmpg123-0,libout123-0,libsyn123-0|=|libmpg123-0t64,libout123-0t64,libsyn123-0t64
libmpv-dev libmpv1|libmpv2
libmsgpack-c-dev ?|=|libmsgpack-c2
libmsgpack-cxx-dev ?|
libmsgpack-dev libmsgpackc2|=|libmsgpack-c2
libncurses-dev libncurses6,libncursesw6,libtinfo6
libncurses5-dev libncurses6,libncursesw6,libtinfo6
libncursesw5-dev libncurses6,libncursesw6,libtinfo6
libneon27-dev libneon27|=|libneon27t64
libnet1-dev libnet1
libnetcdf-dev libnetcdf18|libnetcdf19|libnetcdf22
libnetfilter-queue-dev libnetfilter-queue1
libnghttp2-dev libnghttp2-14
libnghttp3-dev ?|libnghttp3-3|libnghttp3-9
libngtcp2-dev ?|libngtcp2-9|libngtcp2-16
libnice-dev libnice10
libnl-3-dev libnl-3-200
libnl-genl-3-dev libnl-3-200,libnl-genl-3-200
libnotify-dev libnotify4
libnsl-dev libnsl2
libnspr4-dev libnspr4
libnss3-dev libnss3
libnuma-dev libnuma1
libogg-dev libogg0
libonig-dev libonig5
libonnxruntime-dev ?|=|libonnxruntime1.21
libopenal-dev libopenal1
libopenblas-dev libopenblas0-pthread
libopenblas-openmp-dev libopenblas0-openmp
libopenblas-pthread-dev libopenblas0-pthread
libopencc-dev libopencc1.1
libopencv-calib3d-dev libopencv-calib3d4.5,libopencv-core4.5,libopencv-features2d4.5,libopencv-flann4.5,libopencv-highgui4.5,libopencv-imgcodecs4.5,libopencv-imgproc4.5,libopencv-ml4.5,libopencv-videoio4.5|libopencv-calib3d406,libopencv-core406,libopencv-features2d406,libopencv-flann406,libopencv-highgui406,libopencv-imgcodecs406,libopencv-imgproc406,libopencv-ml406,libopencv-videoio406|libopencv-calib3d410,libopencv-core410,libopencv-features2d410,libopencv-flann410,libopencv-highgui410,libopencv-imgcodecs410,libopencv-imgproc410,libopencv-ml410,libopencv-videoio410
libopencv-core-dev libopencv-core4.5|libopencv-core406|libopencv-core410
libopencv-dnn-dev libopencv-core4.5,libopencv-dnn4.5|libopencv-core406,libopencv-dnn406|libopencv-core410,libopencv-dnn410
libopencv-features2d-dev libopencv-core4.5,libopencv-features2d4.5,libopencv-flann4.5,libopencv-highgui4.5,libopencv-imgcodecs4.5,libopencv-imgproc4.5,libopencv-ml4.5,libopencv-videoio4.5|libopencv-core406,libopencv-features2d406,libopencv-flann406,libopencv-highgui406,libopencv-imgcodecs406,libopencv-imgproc406,libopencv-ml406,libopencv-videoio406|libopencv-core410,libopencv-features2d410,libopencv-flann410,libopencv-highgui410,libopencv-imgcodecs410,libopencv-imgproc410,libopencv-ml410,libopencv-videoio410
libopencv-flann-dev libopencv-core4.5,libopencv-flann4.5|libopencv-core406,libopencv-flann406|libopencv-core410,libopencv-flann410
libopencv-highgui-dev libopencv-core4.5,libopencv-highgui4.5,libopencv-imgcodecs4.5,libopencv-imgproc4.5,libopencv-videoio4.5|libopencv-core406,libopencv-highgui406,libopencv-imgcodecs406,libopencv-imgproc406,libopencv-videoio406|libopencv-core410,libopencv-highgui410,libopencv-imgcodecs410,libopencv-imgproc410,libopencv-videoio410
libopencv-imgcodecs-dev libopencv-core4.5,libopencv-imgcodecs4.5,libopencv-imgproc4.5|libopencv-core406,libopencv-imgcodecs406,libopencv-imgproc406|libopencv-core410,libopencv-imgcodecs410,libopencv-imgproc410
libopencv-imgproc-dev libopencv-core4.5,libopencv-imgproc4.5|libopencv-core406,libopencv-imgproc406|libopencv-core410,libopencv-imgproc410
libopencv-ml-dev libopencv-core4.5,libopencv-ml4.5|libopencv-core406,libopencv-ml406|libopencv-core410,libopencv-ml410
libopencv-objdetect-dev libopencv-core4.5,libopencv-highgui4.5,libopencv-imgcodecs4.5,libopencv-imgproc4.5,libopencv-ml4.5,libopencv-objdetect4.5,libopencv-videoio4.5|libopencv-core406,libopencv-highgui406,libopencv-imgcodecs406,libopencv-imgproc406,libopencv-ml406,libopencv-objdetect406,libopencv-videoio406|libopencv-core410,libopencv-highgui410,libopencv-imgcodecs410,libopencv-imgproc410,libopencv-ml410,libopencv-objdetect410,libopencv-videoio410
libopencv-video-dev libopencv-core4.5,libopencv-imgproc4.5,libopencv-video4.5|libopencv-core406,libopencv-imgproc406,libopencv-video406|libopencv-core410,libopencv-imgproc410,libopencv-video410
libopencv-videoio-dev libopencv-core4.5,libopencv-imgcodecs4.5,libopencv-imgproc4.5,libopencv-videoio4.5|libopencv-core406,libopencv-imgcodecs406,libopencv-imgproc406,libopencv-videoio406|libopencv-core410,libopencv-imgcodecs410,libopencv-imgproc410,libopencv-videoio410
libopenexr-dev libopenexr25|libopenexr-3-1-30
libopenh264-dev ?|libopenh264-7|libopenh264-8
libopenjp2-7-dev libopenjp2-7
libopenslide-dev libopenslide0
libopus-dev libopus0
libopusfile-dev libopusfile0
libosmesa6-dev libosmesa6
libossp-uuid-dev libossp-uuid16
libp11-kit-dev libp11-kit0
libpam-dev libpam0g
libpam0g-dev libpam0g
libpango1.0-dev libpango-1.0-0,libpangocairo-1.0-0,libpangoft2-1.0-0,libpangoxft-1.0-0
libpcap-dev libpcap0.8|=|libpcap0.8t64
libpcre++-dev libpcre++0v5|?
libpcre2-dev libpcre2-16-0,libpcre2-32-0,libpcre2-8-0,libpcre2-posix2|libpcre2-16-0,libpcre2-32-0,libpcre2-8-0,libpcre2-posix3
libpcre3-dev libpcre16-3,libpcre3,libpcre32-3,libpcrecpp0v5|=|?
libpcsclite-dev libpcsclite1
libpipewire-0.3-dev libpipewire-0.3-0|=|libpipewire-0.3-0t64
libpixman-1-dev libpixman-1-0
libpkgconf-dev libpkgconf3
libpng-dev libpng16-16|=|libpng16-16t64
libpolkit-gobject-1-dev libpolkit-gobject-1-0
libpoppler-cpp-dev libpoppler-cpp0v5,libpoppler102|libpoppler-cpp0v5,libpoppler126|libpoppler-cpp2,libpoppler147
libpoppler-dev libpoppler102|libpoppler126|libpoppler147
libpoppler-glib-dev libpoppler-glib8,libpoppler102|libpoppler-glib8,libpoppler126|libpoppler-glib8t64,libpoppler147
libpostproc-dev libavutil56,libpostproc55|libavutil57,libpostproc56|libavutil59,libpostproc58
libpq-dev libpq5
libpqxx-dev libpqxx-6.4|=|libpqxx-7.10
libproj-dev libproj19|libproj25
libprotobuf-c-dev libprotobuf-c1
libprotobuf-dev libprotobuf-lite23,libprotobuf23|libprotobuf-lite32,libprotobuf32|libprotobuf-lite32t64,libprotobuf32t64
libprotoc-dev libprotobuf-lite23,libprotobuf23,libprotoc23|libprotobuf-lite32,libprotobuf32,libprotoc32|libprotobuf-lite32t64,libprotobuf32t64,libprotoc32t64
libpsl-dev libpsl5|=|libpsl5t64
libpspell-dev libaspell15
libpugixml-dev libpugixml1v5
libpulse-dev libpulse-mainloop-glib0,libpulse0
libqhull-dev libqhull-r8.0,libqhull8.0,libqhullcpp8.0
libqpdf-dev libqpdf28|libqpdf29|libqpdf30
libqrencode-dev libqrencode4
libqt5serialport5-dev libqt5serialport5
libqt5svg5-dev libqt5svg5
libqt5webkit5-dev libqt5webkit5|=|?
libqt5websockets5-dev libqt5websockets5
libqt5x11extras5-dev libqt5x11extras5
librabbitmq-dev librabbitmq4
librados-dev librados2
librav1e-dev ?|librav1e0|librav1e0.7
libraw-dev libraw20|=|libraw23t64
librdkafka-dev librdkafka++1,librdkafka1
libre2-dev libre2-9|=|libre2-11
libreadline-dev libreadline8|=|libreadline8t64
libreadline6-dev libreadline8|=|libreadline8t64
librocksdb-dev librocksdb6.11|librocksdb7.8|librocksdb9.10
librsvg2-dev librsvg2-2,librsvg2-common
librtmp-dev librtmp1
librubberband-dev librubberband2
libsamplerate0-dev libsamplerate0
libsasl2-dev libsasl2-2
libsass-dev libsass1
libsdl1.2-dev libsdl1.2debian
libsdl2-dev libsdl2-2.0-0
libsdl2-gfx-dev libsdl2-gfx-1.0-0
libsdl2-image-dev libsdl2-image-2.0-0
libsdl2-mixer-dev libsdl2-mixer-2.0-0
libsdl2-net-dev libsdl2-net-2.0-0
libsdl2-ttf-dev libsdl2-ttf-2.0-0
libseccomp-dev libseccomp2
libsecp256k1-dev libsecp256k1-0|libsecp256k1-1|libsecp256k1-2
libsecret-1-dev libsecret-1-0
libselinux1-dev libselinux1
libsfml-dev libsfml-audio2.5,libsfml-graphics2.5,libsfml-network2.5,libsfml-system2.5,libsfml-window2.5|=|libsfml-audio2.6,libsfml-graphics2.6,libsfml-network2.6,libsfml-system2.6,libsfml-window2.6
libsigc++-2.0-dev libsigc++-2.0-0v5
libsimdjson-dev libsimdjson5|libsimdjson14|libsimdjson25
libsm-dev libsm6
libsmbclient-dev libsmbclient|=|libsmbclient0
libsnappy-dev libsnappy1v5
libsndfile-dev libsndfile1
libsndfile1-dev libsndfile1
libsnmp-dev libnetsnmptrapd40,libsnmp40|=|libnetsnmptrapd40t64,libsnmp40t64
libsodium-dev libsodium23
libsoup-3.0-dev ?|libsoup-3.0-0
libsoup2.4-dev libsoup2.4-1|=|libsoup-2.4-1
libsoxr-dev libsoxr-lsr0,libsoxr0
libsparsehash-dev
libspatialindex-dev libspatialindex-c6,libspatialindex6|=|libspatialindex-c8,libspatialindex8
libspatialite-dev libspatialite7|=|libspatialite8t64
libspdlog-dev libspdlog1|libspdlog1.10|libspdlog1.15
libspeex-dev libspeex1
libspeexdsp-dev libspeex1,libspeexdsp1|libspeexdsp1
libspng-dev ?|libspng0
libsqlcipher-dev libsqlcipher0|=|libsqlcipher1
libsqlite3-dev libsqlite3-0
libsrt-gnutls-dev libsrt1.4-gnutls|libsrt1.5-gnutls
libsrt-openssl-dev libsrt1.4-openssl|libsrt1.5-openssl
libsrtp2-dev libsrtp2-1
libssh-dev libssh-4
libssh2-1-dev libssh2-1|=|libssh2-1t64
libssl-dev libssl1.1|libssl3|libssl3t64
libstemmer-dev libstemmer0d
libsvtav1enc-dev ?|libsvtav1enc1|libsvtav1enc2
libswresample-dev libavutil56,libswresample3|libavutil57,libswresample4|libavutil59,libswresample5
libswscale-dev libavutil56,libswscale5|libavutil57,libswscale6|libavutil59,libswscale8
libsystemd-dev libsystemd0
libtag-dev ?|=|libtag-c2,libtag2
libtag1-dev libtag1v5|=|libtag-c2,libtag2
libtagc0-dev libtag1v5,libtagc0|=|libtag-c2,libtag2
libtasn1-6-dev libtasn1-6
libtbb-dev libtbb2|libtbb12
libtesseract-dev libtesseract4|libtesseract5
libtheora-dev libtheora0|=|libtheora0,libtheoradec1,libtheoraenc1
libthrift-dev libthrift-0.13.0|libthrift-0.17.0|libthrift-0.19.0t64
libtidy-dev libtidy5deb1|=|libtidy58
libtiff-dev libtiff5,libtiffxx5|libtiff6,libtiffxx6
libtiff5-dev libtiff5,libtiffxx5|libtiff6,libtiffxx6
libtinfo-dev libncurses6,libncursesw6,libtinfo6
libtinyxml-dev libtinyxml2.6.2v5
libtinyxml2-dev libtinyxml2-8|libtinyxml2-9|libtinyxml2-11
libtirpc-dev libtirpc3|=|libtirpc3t64
libtoml11-dev ?|
libturbojpeg-dev libturbojpeg0
libturbojpeg0-dev libturbojpeg0
libuchardet-dev libuchardet0
libudev-dev libudev1
libudunits2-dev libudunits2-0
libunbound-dev libunbound8
libunistring-dev libunistring2|=|libunistring5
libunwind-dev libunwind8
liburing-dev liburing1|liburing2
libusb-1.0-0-dev libusb-1.0-0
libutf8proc-dev libutf8proc2|=|libutf8proc3
libuv1-dev libuv1|=|libuv1t64
libv4l-dev libv4l-0,libv4l2rds0,libv4lconvert0|=|libv4l-0t64,libv4l2rds0t64,libv4lconvert0t64
libva-dev libva-drm2,libva-glx2,libva-wayland2,libva-x11-2,libva2
libvdpau-dev libvdpau1
libvips-dev libvips42|=|libvips42t64
libvirt-dev libvirt0|=|libvirt-common,libvirt0
libvorbis-dev libvorbis0a,libvorbisenc2,libvorbisfile3
libvpx-dev libvpx6|libvpx7|libvpx9
libvulkan-dev libvulkan1
libwavpack-dev libwavpack1
libwayland-dev libwayland-client0,libwayland-cursor0,libwayland-egl1,libwayland-server0
libwebkit2gtk-4.0-dev libjavascriptcoregtk-4.0-18,libwebkit2gtk-4.0-37|=|?
libwebkit2gtk-4.1-dev ?|libjavascriptcoregtk-4.1-0,libwebkit2gtk-4.1-0
libwebkitgtk-6.0-dev ?|libjavascriptcoregtk-6.0-1,libwebkitgtk-6.0-4
libwebp-dev libwebp6,libwebpdemux2,libwebpmux3|libwebp7,libwebpdemux2,libwebpmux3|libsharpyuv0,libwebp7,libwebpdecoder3,libwebpdemux2,libwebpmux3
libwebsocketpp-dev
libwebsockets-dev libwebsockets16|libwebsockets-evlib-ev,libwebsockets-evlib-glib,libwebsockets-evlib-uv,libwebsockets17|libwebsockets-evlib-ev,libwebsockets-evlib-glib,libwebsockets-evlib-uv,libwebsockets19t64
libwolfssl-dev libwolfssl24|libwolfssl35|libwolfssl42t64
libwxgtk-webview3.0-gtk3-dev libwxbase3.0-0v5,libwxgtk-webview3.0-gtk3-0v5,libwxgtk3.0-gtk3-0v5|?
libwxgtk-webview3.2-dev ?|libwxbase3.2-1,libwxgtk-gl3.2-1,libwxgtk-webview3.2-1,libwxgtk3.2-1|libwxbase3.2-1t64,libwxgtk-gl3.2-1t64,libwxgtk-webview3.2-1t64,libwxgtk3.2-1t64
libwxgtk3.0-gtk3-dev libwxbase3.0-0v5,libwxgtk3.0-gtk3-0v5|?
libwxgtk3.2-dev ?|libwxbase3.2-1,libwxgtk-gl3.2-1,libwxgtk3.2-1|libwxbase3.2-1t64,libwxgtk-gl3.2-1t64,libwxgtk3.2-1t64
libx11-dev libx11-6
libx11-xcb-dev libx11-6,libx11-xcb1
libx264-dev libx264-160|libx264-164
libx265-dev libx265-192|libx265-199|libx265-215
libxapian-dev libxapian30
libxau-dev libxau6
libxaw7-dev libxaw7
libxcb-composite0-dev libxcb-composite0,libxcb-render0,libxcb-shape0,libxcb-xfixes0,libxcb1
libxcb-cursor-dev libxcb-cursor0
libxcb-damage0-dev libxcb-damage0,libxcb-render0,libxcb-shape0,libxcb-xfixes0,libxcb1
libxcb-dri3-dev libxcb-dri3-0,libxcb1
libxcb-glx0-dev libxcb-glx0,libxcb1
libxcb-icccm4-dev libxcb-icccm4
libxcb-image0-dev libxcb-image0
libxcb-keysyms1-dev libxcb-keysyms1
libxcb-randr0-dev libxcb-randr0,libxcb-render0,libxcb1
libxcb-render-util0-dev libxcb-render-util0
libxcb-render0-dev libxcb-render0,libxcb1
libxcb-shape0-dev libxcb-shape0,libxcb1
libxcb-shm0-dev libxcb-shm0,libxcb1
libxcb-sync-dev libxcb-sync1,libxcb1
libxcb-util0-dev libxcb-util1
libxcb-xfixes0-dev libxcb-render0,libxcb-shape0,libxcb-xfixes0,libxcb1
libxcb-xinerama0-dev libxcb-xinerama0,libxcb1
libxcb-xinput-dev libxcb-render0,libxcb-shape0,libxcb-xfixes0,libxcb-xinput0,libxcb1
libxcb-xkb-dev libxcb-xkb1,libxcb1
libxcb1-dev libxcb1
libxcomposite-dev libxcomposite1
libxcursor-dev libxcursor1
libxdamage-dev libxdamage1
libxdo-dev libxdo3
libxerces-c-dev libxerces-c3.2|=|libxerces-c3.2t64
libxext-dev libxext6
libxfixes-dev libxfixes3
libxft-dev libxft2
libxi-dev libxi6
libxinerama-dev libxinerama1
libxkbcommon-dev libxkbcommon0
libxkbcommon-x11-dev libxkbcommon-x11-0,libxkbcommon0
libxkbfile-dev libxkbfile1
libxml2-dev libxml2
libxmlrpc-epi-dev libxmlrpc-epi0|=|libxmlrpc-epi0t64
libxmlsec1-dev libxmlsec1,libxmlsec1-gcrypt,libxmlsec1-gnutls,libxmlsec1-nss,libxmlsec1-openssl|=|libxmlsec1t64,libxmlsec1t64-gcrypt,libxmlsec1t64-gnutls,libxmlsec1t64-nss,libxmlsec1t64-openssl
libxmu-dev libxmu6
libxpm-dev libxpm4
libxrandr-dev libxrandr2
libxrender-dev libxrender1
libxshmfence-dev libxshmfence1
libxslt-dev libxslt1.1
libxslt1-dev libxslt1.1
libxss-dev libxss1
libxt-dev libxt6|=|libxt6t64
libxtst-dev libxtst6
libxv-dev libxv1
libxvidcore-dev libxvidcore4
libxxf86vm-dev libxxf86vm1
libxxhash-dev libxxhash0
libyajl-dev libyajl2
libyaml-cpp-dev libyaml-cpp0.6|libyaml-cpp0.7|libyaml-cpp0.8
libyaml-dev libyaml-0-2
libyara-dev libyara4|libyara9|libyara10
libz-dev zlib1g
libz3-dev libz3-4
libzbar-dev libzbar0|=|libzbar0t64
libzip-dev libzip4|=|libzip5
libzmq3-dev libzmq5
libzstd-dev libzstd1
libzxing-dev ?|libzxing2|libzxing3
libzxingcore-dev libzxingcore1|libzxing2|?
nettle-dev libhogweed6,libnettle8|=|libhogweed6t64,libnettle8t64
nlohmann-json3-dev
ocl-icd-dev
ocl-icd-opencl-dev ocl-icd-libopencl1
portaudio19-dev libportaudio2,libportaudiocpp0
qt6-base-dev ?|libqt6concurrent6,libqt6core6,libqt6dbus6,libqt6gui6,libqt6network6,libqt6openglwidgets6,libqt6printsupport6,libqt6sql6,libqt6test6,libqt6widgets6,libqt6xml6,qt6-qpa-plugins|?
qtbase5-dev libqt5concurrent5,libqt5core5a,libqt5dbus5,libqt5gui5,libqt5network5,libqt5printsupport5,libqt5sql5,libqt5test5,libqt5widgets5,libqt5xml5|=|libqt5concurrent5t64,libqt5core5t64,libqt5dbus5t64,libqt5gui5t64,libqt5network5t64,libqt5printsupport5t64,libqt5sql5t64,libqt5test5t64,libqt5widgets5t64,libqt5xml5t64
qtdeclarative5-dev libqt5qml5,libqt5qmlmodels5,libqt5qmlworkerscript5,libqt5quick5,libqt5quickparticles5,libqt5quickshapes5,libqt5quicktest5,libqt5quickwidgets5,qt5-qmltooling-plugins
qtmultimedia5-dev libqt5multimedia5,libqt5multimediagsttools5,libqt5multimediaquick5,libqt5multimediawidgets5
rapidjson-dev
tcl-dev libtcl8.6
tcl8.6-dev libtcl8.6
tk-dev libtcl8.6,libtk8.6
tk8.6-dev libtk8.6
unixodbc-dev libodbc1,odbcinst1debian2|libodbc2,libodbccr2,libodbcinst2
uuid-dev libuuid1
zlib1g-dev zlib1g`;

export const base = `
adduser 11,12
apt
base-files
base-passwd
bash
bsdutils
coreutils
dash
debconf
debian-archive-keyring
debianutils
diffutils
dpkg
e2fsprogs 11,12
findutils
gcc-10-base 11
gcc-12-base 12
gcc-14-base 13
gcc-9-base 11
grep
gzip
hostname
init-system-helpers
libacl1
libapt-pkg6.0 11,12
libapt-pkg7.0 13
libattr1
libaudit-common
libaudit1
libblkid1
libbsd0 13
libbz2-1.0
libc-bin
libc6
libcap-ng0
libcap2 12,13
libcom-err2 11,12
libcrypt1
libdb5.3 11,12
libdb5.3t64 13
libdebconfclient0
libext2fs2 11,12
libffi7 11
libffi8 12
libgcc-s1
libgcrypt20 11,12
libgmp10
libgnutls30 11,12
libgpg-error0 11,12
libgssapi-krb5-2 11
libhogweed6 11,12
libhogweed6t64 13
libidn2-0 11,12
libk5crypto3 11
libkeyutils1 11
libkrb5-3 11
libkrb5support0 11
liblastlog2-2 13
liblz4-1
liblzma5
libmd0 12,13
libmount1
libnettle8 11,12
libnettle8t64 13
libnsl2 11
libp11-kit0 11,12
libpam-modules
libpam-modules-bin
libpam-runtime
libpam0g
libpcre2-8-0
libpcre3 11
libseccomp2
libselinux1
libsemanage-common
libsemanage1 11
libsemanage2 12,13
libsepol1 11
libsepol2 12,13
libsmartcols1
libsqlite3-0 13
libss2 11,12
libssl1.1 11
libssl3t64 13
libstdc++6
libsystemd0
libtasn1-6 11,12
libtinfo6
libtirpc-common 11
libtirpc3 11
libudev1
libunistring2 11,12
libuuid1
libxxhash0
libzstd1
login
login.defs 13
logsave 11,12
lsb-base 11
mawk
mount
ncurses-base
ncurses-bin
openssl-provider-legacy 13
passwd
perl-base
sed
sqv 13
sysvinit-utils
tar
tzdata
util-linux
util-linux-extra 12
zlib1g`;
