@echo off
rem The bundler on Windows. Needs Java 25 or newer on the path.
setlocal
set "lib=%~dp0lib"
java -XX:+UseSerialGC -Xms32m -Xmn16m --enable-native-access=ALL-UNNAMED "-Dvoxcrate.dist=%lib%\dist" -jar "%lib%\bundler-@version@.jar" %*
exit /b %ERRORLEVEL%
