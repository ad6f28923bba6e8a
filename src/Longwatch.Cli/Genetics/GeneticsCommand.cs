using System.CommandLine;

namespace Longwatch.Cli.Genetics;

/// <summary><c>longwatch genetics READS...</c>: whether the transgene is in the reads of a sample, how much, where, and what a negative could have missed.</summary>
internal static class GeneticsCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new GeneticsOptions();
        var command = new Command(
            "genetics",
            "Say from the sequencing reads of a tumour (or blood, apheresis, product) whether the CAR transgene is there, how many copies, where and in which clone, "
                + "and what a negative could have missed."
        );
        command.Arguments.Add(options.Reads);
        foreach (var option in options.All)
            command.Options.Add(option);
        command.Subcommands.Add(DdpcrCommand.Create(terminal));
        command.Subcommands.Add(QpcrCommand.Create(terminal));
        // Commands below it (sites) are added here.
        return command;
    }
}
