@echo off
rem Starts Vernier on Windows. Builds it once; to build anew, delete cli\target.
rem VERNIER_OPTS holds more options for the JVM, such as -Xmx8g.
setlocal
set "ROOT=%~dp0"
set "JAR=%ROOT%cli\target\vernier.jar"
set "BUILD=mvn -B -q -f "%ROOT%pom.xml" -pl cli -am -DskipTests package"

if not defined JAVA_HOME (
    echo vernier: JAVA_HOME is not set, needed the folder of a JDK 25 or newer ^(https://adoptium.net^) 1>&2
    exit /b 1
)
findstr /r /c:"^JAVA_VERSION=.2[5-9]" /c:"^JAVA_VERSION=.[3-9][0-9]" "%JAVA_HOME%\release" >nul 2>nul
if errorlevel 1 (
    echo vernier: JAVA_HOME = %JAVA_HOME%, needed a JDK 25 or newer ^(https://adoptium.net^) 1>&2
    exit /b 1
)
if exist "%JAR%" goto run
where mvn >nul 2>nul
if errorlevel 1 (
    echo vernier: not built yet, and no mvn on the PATH; with Maven 3.8 or newer run: 1>&2
    echo %BUILD% 1>&2
    exit /b 1
)
echo vernier: first start, building ^(Maven fetches what it lacks, up to 200 MB^) ... 1>&2
set "MAVEN_OPTS=%MAVEN_OPTS% --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
call %BUILD% 1>&2
if errorlevel 1 (
    echo vernier: the build failed 1>&2
    exit /b 1
)

:run
set ORT_DISABLE_TELEMETRY=1
"%JAVA_HOME%\bin\java" -XX:+UseSerialGC -Xmn64m -XX:MaxRAMPercentage=50 -Xlog:disable %VERNIER_OPTS% -jar "%JAR%" %*
exit /b %errorlevel%
