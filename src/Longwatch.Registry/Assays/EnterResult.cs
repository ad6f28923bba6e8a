using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Assays;

/// <summary>Takes a result as the laboratory reports it: quantitative PCR, immunohistochemistry, in situ hybridisation, flow, LAM-PCR.</summary>
public sealed class EnterResult(RegistryStore store, CaseGround ground, TimeProvider time) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="CarPositivePercent">Share of tumour cells that carry the CAR; for methods that count cells.</param>
    /// <param name="VectorClonal">Whether the vector was shown to sit in the tumour clone.</param>
    /// <param name="Note">What a reader must know: for a failed test, why it failed.</param>
    public sealed record Command(
        EnteredResult Entered,
        TestStatus Status,
        TestResult Result,
        double? CopiesPerCell,
        double? CopiesLower,
        double? CopiesUpper,
        double? LimitOfDetection,
        double? CarPositivePercent,
        Ternary VectorClonal,
        string? Note
    );

    /// <summary>Carries it out, or says why not.</summary>
    /// <returns>Version of the test.</returns>
    public Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (Wrong(command) is { } why)
            return Task.FromResult<Result<int>>(why);
        return new ResultEntry(store, ground, time).Enter(
            caller,
            "assays.enter-result",
            command.Entered,
            (test, _, _, detail) =>
            {
                var assay = ground.Casework.Assay(test.Assay);
                if (command.CarPositivePercent is not null && assay?.CountsCells != true)
                    return new("result.car-percent", "Only a method that counts cells gives a share of CAR-carrying cells.");
                (test.Status, test.Result, test.VectorClonal) = (command.Status, command.Result, command.VectorClonal);
                test.CopiesPerCell = command.CopiesPerCell;
                test.LimitOfDetection = command.LimitOfDetection ?? (command.Status == TestStatus.Valid ? assay?.LimitOfDetection : null);
                (detail.CopiesLower, detail.CopiesUpper) = (command.CopiesLower, command.CopiesUpper);
                detail.CarPositivePercent = command.CarPositivePercent;
                detail.Remarks = string.IsNullOrWhiteSpace(command.Note) ? [] : [command.Note.Trim()];
                return null;
            },
            cancellation
        );
    }

    private static Refusal? Wrong(Command command)
    {
        if (!Enum.IsDefined(command.Status) || !Enum.IsDefined(command.Result) || command.Status == TestStatus.NotPerformed)
            return new("result.status", "A result is valid or failed.");
        if (command.Status == TestStatus.Failed && string.IsNullOrWhiteSpace(command.Note))
            return new("result.note", "Say why the test failed.");
        if (command.Note is { Length: > 2000 })
            return new("result.note", "A note has at most 2000 characters.");
        if (command.CarPositivePercent is { } percent && !(percent is >= 0 and <= 100))
            return new("result.car-percent", "A share in percent lies from 0 to 100.");
        double?[] quantities = [command.CopiesPerCell, command.CopiesLower, command.CopiesUpper, command.LimitOfDetection];
        if (quantities.Any(q => q is { } v && !(v is >= 0 and <= 1e6)))
            return new("result.quantity", "Copies per cell are a number from 0 to 1,000,000.");
        return command.CopiesLower > (command.CopiesPerCell ?? command.CopiesUpper) || command.CopiesPerCell > command.CopiesUpper
            ? new("result.interval", "The interval holds the value.")
            : null;
    }
}
