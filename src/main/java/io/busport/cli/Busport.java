package io.busport.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code busport COMMAND}: parses, runs, and ends the process with the command's exit code. */
@Command(
        name = "busport",
        description = "Messages between sockets behind NAT and the Vert.x event bus.",
        subcommands = {
            DemoCommand.class,
            ServerCommand.class,
            ClientCommand.class,
            SendCommand.class,
            PublishCommand.class,
            RequestCommand.class,
            SubscribeCommand.class,
            ServeCommand.class,
            ProveCommand.class,
            LinkCommand.class,
            TokenCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            TopCommand.class,
            ExplainCommand.class,
            CheckCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class)
public final class Busport implements Runnable {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    Busport() {}

    /**
     * Netty looks at the sockets of an event loop when the loop has nothing else to do, or else after this many milliseconds: a second, unless
     * it is told otherwise. A hundred is the least that it can be told. {@code connection.Turn} sees to it that one client alone never makes
     * others wait so long.
     */
    private static void lookAtSocketsOften() {
        String key = "io.netty.eventLoop.maxTaskProcessingQuantumMs";
        System.setProperty(key, System.getProperty(key, "100"));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command (expected: one of those below)");
    }

    public static void main(String[] args) {
        lookAtSocketsOften();
        // A message or a token may begin with @: it is not a file of arguments.
        int code = new CommandLine(new Busport()).setExpandAtFiles(false).execute(args);
        if (code != OK) {
            System.exit(code);
        }
    }
}
