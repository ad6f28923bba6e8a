using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Assays;

/// <summary>What every entry of a result carries.</summary>
/// <param name="Version">Of the test that the caller saw.</param>
/// <param name="TumourFraction">Share of tumour cells, where the laboratory has assessed it; null leaves what is known.</param>
/// <param name="Reason">Why an earlier result is replaced; needed exactly then.</param>
public sealed record EnteredResult(Guid Test, int Version, DateOnly Date, double? InputNanograms, double? TumourFraction, string? Reason);

/// <summary>What all results share: who may enter one, that consent holds, that a correction says why, and that the clinical rules pass.</summary>
internal sealed class ResultEntry(RegistryStore store, CaseGround ground, TimeProvider time)
{
    public async Task<Result<int>> Enter(
        Caller caller,
        string command,
        EnteredResult entered,
        Func<TestRow, SpecimenRow, PatientRow, TestDetailRow, Refusal?> fill,
        CancellationToken cancellation
    )
    {
        var found = await store.Read(
            (db, stop) =>
                db.Set<TestRow>().Visible(db, caller, Permission.AssaysReport).SingleOrDefaultAsync(t => t.Id == entered.Test, stop),
            cancellation
        );
        if (found is null)
            return Visibility.NotFound;
        return await store.Write<int>(
            caller,
            new Act(command, found.Patient, entered.Reason),
            (db, stop) => Save(db, caller, entered, fill, stop),
            cancellation
        );
    }

    private async Task<Result<int>> Save(
        RegistryDb db,
        Caller caller,
        EnteredResult entered,
        Func<TestRow, SpecimenRow, PatientRow, TestDetailRow, Refusal?> fill,
        CancellationToken cancellation
    )
    {
        var test = await db.Set<TestRow>().SingleAsync(t => t.Id == entered.Test, cancellation);
        if (test.Version != entered.Version)
            return RegistryStore.Conflict;
        var order = await db.Set<TestOrderRow>().SingleOrDefaultAsync(o => o.Test == test.Id && !o.Voided, cancellation);
        if (order is null || !(await Parties.Of(db, caller, cancellation)).Contains(order.Laboratory, StringComparer.Ordinal))
            return new Refusal("result.not-yours", "This test was ordered from another laboratory, or never ordered here.");
        if (Wrong(test, entered) is { } why)
            return why;
        var consent = await db.Set<TestingConsentRow>().SingleOrDefaultAsync(c => c.Patient == test.Patient && !c.Voided, cancellation);
        if (OrderTest.Consent(consent).Against(entered.Date) is { } against)
            return against;
        var specimen = await db.Set<SpecimenRow>().SingleAsync(s => s.Id == test.Specimen, cancellation);
        var patient = await db.Set<PatientRow>().SingleAsync(p => p.Id == test.Patient, cancellation);
        var detail = await db.Set<TestDetailRow>().SingleOrDefaultAsync(d => d.Test == test.Id, cancellation);
        if (detail is null)
            db.Add(detail = Empty(test, caller));
        else
            Clear(detail);
        detail.AssayVersion = $"{ground.Casework.Assay(test.Assay)?.Version ?? "-"}; catalogue {ground.Casework.AssaysVersion}";
        (detail.PrintedName, detail.InputNanograms) = (caller.PrintedName, entered.InputNanograms);
        (test.Date, test.Result, test.CopiesPerCell, test.LimitOfDetection) = (entered.Date, TestResult.None, null, null);
        test.VectorClonal = Ternary.Unknown;
        if (entered.TumourFraction is { } share)
            specimen.TumourFraction = share;
        if (fill(test, specimen, patient, detail) is { } refused)
            return refused;
        db.Entry(test).Property(t => t.Status).IsModified = true;
        if (await PatientCheck.Against(db, test.Patient, [CohortTable.Specimens, CohortTable.Tests], cancellation) is { } broken)
            return broken;
        return test.Version;
    }

    private Refusal? Wrong(TestRow test, EnteredResult entered) =>
        time.IsFuture(entered.Date) ? new("result.date", "A day that has not come yet.")
        : entered.TumourFraction is { } share && !(share is >= 0 and <= 1)
            ? new("result.tumour-fraction", "Tumour content is a share from 0 to 1.")
        : entered.InputNanograms is { } input && !(input is > 0 and <= 1e9) ? new("result.input", "The input is a number above 0.")
        : test.Status != TestStatus.NotPerformed && string.IsNullOrWhiteSpace(entered.Reason)
            ? new("result.reason", "This test has a result: say why it is replaced.")
        : entered.Reason is { Length: > 1000 } ? new("result.reason", "A reason has at most 1000 characters.")
        : null;

    private static TestDetailRow Empty(TestRow test, Caller caller) =>
        new()
        {
            Patient = test.Patient,
            Test = test.Id,
            AssayVersion = "",
            Sites = [],
            Remarks = [],
            PrintedName = caller.PrintedName,
        };

    /// <summary>A new result says everything anew; the earlier one stays in the audit trail.</summary>
    private static void Clear(TestDetailRow detail)
    {
        (detail.InputNanograms, detail.Cells, detail.CopiesLower, detail.CopiesUpper, detail.CarPositivePercent) = (
            null,
            null,
            null,
            null,
            null
        );
        (detail.VectorPositive, detail.VectorDroplets, detail.ReferencePositive, detail.ReferenceDroplets) = (null, null, null, null);
        (detail.ReferenceTarget, detail.BlankPositive, detail.BlankDroplets, detail.LimitOfBlank) = (null, null, null, null);
        (detail.Sites, detail.Remarks, detail.SitesPlaced) = ([], [], null);
        (detail.FileSha256, detail.FileVersion, detail.Sentence) = (null, null, null);
    }
}
