using Longwatch.Domain;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Identities;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Tests.Store;

public sealed class BackUpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("longwatch-backup-").FullName;

    public BackUpTests() => File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string At(string name) => Path.Combine(folder, name);

    [Fact]
    public async Task A_restore_gives_every_row_and_the_same_chain_and_identities_only_with_their_key()
    {
        SimulatedSetWriter.Write(Simulator.Simulate(new SimulationPlan(200, 8)), new DirectoryInfo(At("set")));
        BackUpManifest taken;
        Guid patient;
        var caller = Caller.Operator;
        var person = new Identity("Zacharias", "Quillfeather", null, null);
        await using (var connections = await TestStore.OpenNamed("cart"))
        {
            var store = new RegistryStore(connections);
            await new ImportCohort(store).Do(caller, At("set"), TestStore.Published, Cancellation);
            patient = await store.Read((db, c) => db.Set<PatientRow>().Select(p => p.Id).FirstAsync(c), Cancellation);
            await new IdentityVault(store).Keep(caller, patient, person, null, Cancellation);
            taken = await BackUp.Take(connections, At("backup"), At("secrets.json"), TimeProvider.System, Cancellation);
        }

        await BackUp.Restore(At("backup"), At("with-key"), At("secrets.json"), Cancellation);
        await using (var restored = await StoreConnections.Open(At("with-key"), null, Cancellation))
        {
            var verified = await AuditChain.Verify(restored, null, Cancellation);
            Assert.Empty(verified.Problems);
            Assert.Equal(taken.Head, verified.Head!.ToString());
            Assert.Equal(200, taken.Rows["clinical.patient"]);
            var identity = await new IdentityVault(new(restored)).Reidentify(caller, patient, "a test of the back-up", Cancellation);
            Assert.Equal(person, Assert.IsType<Result<Identity>.Ok>(identity).Value);
        }

        await BackUp.Restore(At("backup"), At("without-key"), null, Cancellation);
        await using var keyless = await StoreConnections.Open(At("without-key"), null, Cancellation);
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(() =>
            new IdentityVault(new(keyless)).Reidentify(caller, patient, "a test of the back-up", Cancellation)
        );
    }

    [Fact]
    public async Task A_damaged_back_up_and_a_folder_in_use_are_refused()
    {
        await using (var connections = await TestStore.Open())
            await BackUp.Take(connections, At("backup"), null, TimeProvider.System, Cancellation);
        Directory.CreateDirectory(At("used"));
        await File.WriteAllTextAsync(At("used/file"), "x", Cancellation);
        await Assert.ThrowsAsync<StoreException>(() => BackUp.Restore(At("backup"), At("used"), null, Cancellation));
        await using (var dump = File.OpenWrite(At("backup/registry.dump")))
        {
            dump.Seek(-10, SeekOrigin.End);
            dump.WriteByte(0xff);
        }

        await Assert.ThrowsAsync<StoreException>(() => BackUp.Restore(At("backup"), At("new"), null, Cancellation));
        await Assert.ThrowsAsync<StoreException>(() => BackUp.Restore(At("used"), At("new"), null, Cancellation));
        Assert.False(Directory.Exists(At("new")));
    }
}
