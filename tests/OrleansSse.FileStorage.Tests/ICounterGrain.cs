namespace OrleansSse.FileStorage.Tests;

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Increment();
}
