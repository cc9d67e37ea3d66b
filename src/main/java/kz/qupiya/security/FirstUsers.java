package kz.qupiya.security;

/** Makes the users without whom nobody could log in. */
interface FirstUsers {

    /** Makes those that are missing. Called at each start, when groups, tenants and rights are there. */
    void create();
}
